"""Acts on messages: each is one function over an open transaction."""
