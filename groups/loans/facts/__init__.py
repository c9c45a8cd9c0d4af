"""Facts on loans for a decision or a page, read from several tables."""
