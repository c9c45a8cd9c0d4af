"""What the words about people mean, as frozen values."""
