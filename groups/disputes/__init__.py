"""Disputes: lines of the record that members mark as wrong; see docs/architecture.md."""
