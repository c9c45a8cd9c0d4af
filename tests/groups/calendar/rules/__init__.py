"""Tests: What is decided about calendar: pure."""
