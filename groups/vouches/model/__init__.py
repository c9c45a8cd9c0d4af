"""Vouches, proxy vouches and their refusals, as frozen values."""
