"""What is read about people for a decision or a page, from several tables."""
