"""Deciding: every kind of request for a second person, and what her yes or no does."""
