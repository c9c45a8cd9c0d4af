"""Vouches: one member's word for another, with beads; see docs/architecture.md."""
