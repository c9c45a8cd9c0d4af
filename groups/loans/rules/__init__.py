"""Pure rules on one loan in numbers."""
