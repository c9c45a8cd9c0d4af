"""Tests of what is repeated weekly."""
