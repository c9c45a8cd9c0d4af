"""The SQL about messages: one statement a function."""
