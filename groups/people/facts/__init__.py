"""Facts on people for a decision or a page, read from several tables."""
