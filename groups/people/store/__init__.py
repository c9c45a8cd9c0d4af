"""The SQL about people: one statement a function."""
