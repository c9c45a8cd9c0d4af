"""Approvals: one person asks, a second one decides. Which kinds there are is not known here."""
