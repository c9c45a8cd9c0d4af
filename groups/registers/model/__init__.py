"""A meeting, its register, its money lines and their refusals, as frozen values."""
