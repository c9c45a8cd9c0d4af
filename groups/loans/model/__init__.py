"""What the words about loans mean, as frozen values."""
