"""Effects on meetings that several acts share: entries, rows, messages."""
