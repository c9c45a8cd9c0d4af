"""Effects on funds that several acts share: entries, rows, messages."""
