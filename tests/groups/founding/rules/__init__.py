"""Tests: What is decided about founding: pure."""
