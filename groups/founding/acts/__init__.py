"""Acts on founding: each is one function over an open transaction."""
