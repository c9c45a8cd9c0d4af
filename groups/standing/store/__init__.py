"""The SQL of standing: one statement per function."""
