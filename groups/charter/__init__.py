"""Charter: the rules in force as numbers; see docs/architecture.md."""
