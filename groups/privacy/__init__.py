"""Privacy: what is recorded of a person, and its erasure; see docs/architecture.md."""
