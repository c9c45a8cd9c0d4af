"""What is decided about oldbooks: pure."""
