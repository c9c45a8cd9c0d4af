"""Books: printed books of a group for a period; see docs/architecture.md."""
