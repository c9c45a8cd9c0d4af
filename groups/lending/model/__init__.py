"""What the words about lending mean, as frozen values."""
