"""What one does about programme: each a function over an open transaction."""
