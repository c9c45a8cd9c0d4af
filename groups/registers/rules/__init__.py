"""What is decided about registers: pure."""
