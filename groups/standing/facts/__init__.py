"""What is read about standing for a decision or a page, from several tables."""
