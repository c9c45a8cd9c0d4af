"""Pure rules of the charter."""
