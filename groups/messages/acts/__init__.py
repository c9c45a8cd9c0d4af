"""What one does about messages: each a function over an open transaction."""
