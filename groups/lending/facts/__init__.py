"""What is read about lending for a decision or a page, from several tables."""
