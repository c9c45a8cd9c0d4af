"""Tests of the rules of registers."""
