"""The SQL of people: one statement per function."""
