"""Facts on lending for a decision or a page, read from several tables."""
