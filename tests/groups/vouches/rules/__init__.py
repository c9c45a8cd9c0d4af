"""Tests: What is decided about vouches: pure."""
