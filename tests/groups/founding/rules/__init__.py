"""Tests of the rules of founding."""
