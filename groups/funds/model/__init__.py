"""What the words about funds mean, as frozen values."""
