"""Effects on loans that several acts share: entries, rows, messages."""
