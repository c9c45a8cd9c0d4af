"""Effects on lending that several acts share: entries, rows, messages."""
