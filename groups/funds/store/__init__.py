"""The SQL about funds: one statement a function."""
