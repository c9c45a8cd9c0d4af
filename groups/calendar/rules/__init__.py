"""What is decided about calendar: pure."""
