"""Acts on the programme: each is one function over an open transaction."""
