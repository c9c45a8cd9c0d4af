"""Persons, groups, members, and the refusals that all subjects share, as frozen values."""
