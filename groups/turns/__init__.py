"""Turns: members who act on another's phone with a PIN; see docs/architecture.md."""
