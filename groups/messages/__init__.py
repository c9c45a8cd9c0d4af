"""Messages: the inbox, the outbox and the pinned message; see docs/architecture.md."""
