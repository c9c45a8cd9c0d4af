"""Pages: what members and groups read of their records; see docs/architecture.md."""
