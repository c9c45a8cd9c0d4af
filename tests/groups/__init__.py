"""Tests of what people do together, from the rules up to whole use cases."""
