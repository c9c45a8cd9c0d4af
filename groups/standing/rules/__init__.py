"""What is decided about standing: pure."""
