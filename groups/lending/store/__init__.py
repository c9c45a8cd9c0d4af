"""The SQL about lending: one statement a function."""
