"""What is decided about books: pure."""
