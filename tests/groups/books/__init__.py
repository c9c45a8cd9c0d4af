"""Tests: Books of people's life together; see docs/architecture.md."""
