"""Tests: What is decided about loans: pure."""
