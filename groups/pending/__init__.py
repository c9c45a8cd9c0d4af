"""Pending: what takes effect only after its time, and is stopped by one tap till then."""
