"""What the words about registers mean, as frozen values."""
