"""Funds: the group's money by purpose, and its share-out; see docs/architecture.md."""
