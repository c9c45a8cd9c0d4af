"""Facts on standing for a decision or a page, read from several tables."""
