"""Pure rules on vouches."""
