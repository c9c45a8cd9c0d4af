"""Registers: what one meeting recorded, in versions; see docs/architecture.md."""
