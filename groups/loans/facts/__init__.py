"""What is read about loans for a decision or a page, from several tables."""
