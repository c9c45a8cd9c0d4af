"""Tests: What is decided about joining: pure."""
