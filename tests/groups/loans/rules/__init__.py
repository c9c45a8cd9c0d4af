"""Tests of the rules of loans."""
