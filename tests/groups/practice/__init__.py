"""Tests of the practice village."""
