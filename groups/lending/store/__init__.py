"""The SQL of lending: one statement per function."""
