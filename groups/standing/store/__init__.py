"""The SQL about standing: one statement a function."""
