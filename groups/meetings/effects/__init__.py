"""What several acts carry out about meetings: entries, rows, messages."""
