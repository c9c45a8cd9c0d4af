"""The SQL of registers: one statement per function."""
