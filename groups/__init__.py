"""What people do together: members, vouches, meetings, standing.

Read in this order: model (what the words mean), rules (what is decided, without touching anything),
store (the SQL), then the use cases, one module a subject. A use case is one function over an open
transaction; who asks is its actor, and time, chance and identity are its arguments. Every no is a
refusal of `model.refusals`. Nothing here knows of Telegram, of the web, or of a word people read.
"""
