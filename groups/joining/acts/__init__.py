"""What one does about joining: each a function over an open transaction."""
