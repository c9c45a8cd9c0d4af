"""Loans: terms, interest and books of a loan; see docs/architecture.md."""
