"""Pure rules on joining a group."""
