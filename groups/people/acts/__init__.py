"""What one does about people: each a function over an open transaction."""
