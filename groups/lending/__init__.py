"""Lending: proposals, ballots and decisions on loans; see docs/architecture.md."""
