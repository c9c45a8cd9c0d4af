"""Tests of the rules of joining."""
