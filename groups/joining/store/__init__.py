"""The SQL about joining: one statement a function."""
