"""The SQL about registers: one statement a function."""
