"""What the words about vouches mean, as frozen values."""
