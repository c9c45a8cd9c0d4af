"""What one does about lending: each a function over an open transaction."""
