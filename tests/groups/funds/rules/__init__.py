"""Tests: What is decided about funds: pure."""
