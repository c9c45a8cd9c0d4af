"""Acts on meetings: each is one function over an open transaction."""
