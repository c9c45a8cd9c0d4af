"""Pure rules on names and rights."""
