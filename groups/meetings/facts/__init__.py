"""What is read about meetings for a decision or a page, from several tables."""
