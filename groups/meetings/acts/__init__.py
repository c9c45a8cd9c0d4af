"""What one does about meetings: each a function over an open transaction."""
