"""The group's money by fund, sharing out, and their refusals, as frozen values."""
