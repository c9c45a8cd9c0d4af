"""The SQL about turns: one statement a function."""
