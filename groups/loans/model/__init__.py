"""A loan's terms, life-cycle, votes and refusals, as frozen values."""
