"""Acts on joining: each is one function over an open transaction."""
