"""What one does about founding: each a function over an open transaction."""
