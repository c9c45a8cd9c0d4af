"""What is read about funds for a decision or a page, from several tables."""
