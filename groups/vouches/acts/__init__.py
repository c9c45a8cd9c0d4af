"""What one does about vouches: each a function over an open transaction."""
