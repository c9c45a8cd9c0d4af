"""Approvals: one person asks, a second person decides. Kinds of request are not known here."""
