"""What one does about turns: each a function over an open transaction."""
