"""Facts on joining for a decision or a page, read from several tables."""
