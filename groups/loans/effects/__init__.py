"""What several acts carry out about loans: entries, rows, messages."""
