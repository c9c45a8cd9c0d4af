"""What is read for a decision or a page about joining; it writes nothing."""
