"""The SQL of turns: one statement per function."""
