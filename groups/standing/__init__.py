"""Standing: scoring runs, points and lent trust; see docs/architecture.md."""
