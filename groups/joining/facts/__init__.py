"""What is read about joining for a decision or a page, from several tables."""
