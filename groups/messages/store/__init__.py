"""The SQL of messages: one statement per function."""
