"""What several acts carry out about lending: entries, rows, messages."""
