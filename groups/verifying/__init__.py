"""Verifying: recompute and compare what is stored; see docs/architecture.md."""
