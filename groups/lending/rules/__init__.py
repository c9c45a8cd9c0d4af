"""Pure rules on lending."""
