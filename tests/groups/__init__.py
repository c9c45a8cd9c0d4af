"""Tests of what people do together, from single rules to whole use cases."""
