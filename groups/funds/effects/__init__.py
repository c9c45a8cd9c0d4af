"""What several acts carry out about funds: entries, rows, messages."""
