"""Effects on joining that several acts share: entries, rows, messages."""
