"""The SQL of vouches: one statement per function."""
