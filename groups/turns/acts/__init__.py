"""Acts on turns: each is one function over an open transaction."""
