"""Acts on vouches: each is one function over an open transaction."""
