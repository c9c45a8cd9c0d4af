"""Meetings: open, close and correct a meeting; see docs/architecture.md."""
