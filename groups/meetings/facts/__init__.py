"""Facts on meetings for a decision or a page, read from several tables."""
