"""The SQL about loans: one statement a function."""
