"""Old books: the paper books of a group that existed before; see docs/architecture.md."""
