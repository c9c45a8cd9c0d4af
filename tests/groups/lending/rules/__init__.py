"""Tests: What is decided about lending: pure."""
