"""Acts on lending: each is one function over an open transaction."""
