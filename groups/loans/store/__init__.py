"""The SQL of loans: one statement per function."""
