"""Effects on people that several acts share: rows of acts, accounts that move."""
