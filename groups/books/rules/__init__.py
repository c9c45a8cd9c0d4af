"""Pure rules on the books."""
