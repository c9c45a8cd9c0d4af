"""What several acts carry out about joining: entries, rows, messages."""
