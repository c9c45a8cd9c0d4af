"""What is decided about lending: pure."""
