"""Deciding: all kinds of request for a second person, and the effect of each decision."""
