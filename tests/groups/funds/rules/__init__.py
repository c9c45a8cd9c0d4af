"""Tests of the rules of funds."""
