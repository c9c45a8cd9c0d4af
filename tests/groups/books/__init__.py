"""Tests of the books of a period."""
