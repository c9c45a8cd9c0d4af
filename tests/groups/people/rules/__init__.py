"""Tests: What is decided about people: pure."""
