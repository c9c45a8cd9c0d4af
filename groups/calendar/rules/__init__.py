"""Pure rules of the calendar."""
