"""Tests of the rules of lending."""
