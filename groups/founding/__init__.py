"""Founding: how a group starts; see docs/architecture.md."""
