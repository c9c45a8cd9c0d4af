"""Tests of joining: members come, claim, merge, leave and get offices."""
