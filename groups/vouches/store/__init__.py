"""The SQL about vouches: one statement a function."""
