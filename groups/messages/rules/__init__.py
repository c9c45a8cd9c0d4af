"""Pure rules on messages."""
