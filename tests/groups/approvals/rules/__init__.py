"""Tests: What is decided about approvals: pure."""
