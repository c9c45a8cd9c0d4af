"""What the words about charter mean, as frozen values."""
