"""Tests: What is decided about turns: pure."""
