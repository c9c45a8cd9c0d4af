"""The record of a self-help group: members, vouches, meetings, loans, standing.

Each subject is a package. Read its drawers in this order: model (values), rules (pure decisions),
store (SQL), facts (reads), effects (shared writes), acts (use cases). An act is one function over
an open transaction; the person who asks is its actor, and time, chance and identity are its
arguments. Each refusal is a subclass of `Refusal` (`people/model/refusals.py`). Nothing here knows
Telegram, the web, or a text that people read.
"""
