"""Tests of vouches, and of vouches recorded by another's hand."""
