"""Tests: What is decided about messages: pure."""
