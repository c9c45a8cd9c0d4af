"""Facts on funds for a decision or a page, read from several tables."""
