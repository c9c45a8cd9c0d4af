"""Tests: What is decided about charter: pure."""
