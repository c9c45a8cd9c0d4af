"""Acts on people: each is one function over an open transaction."""
