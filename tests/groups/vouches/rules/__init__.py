"""Tests of the rules of vouches."""
