"""Tests: Turns of people's life together; see docs/architecture.md."""
