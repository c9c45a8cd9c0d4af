"""Joining: how members enter, leave and merge records; see docs/architecture.md."""
