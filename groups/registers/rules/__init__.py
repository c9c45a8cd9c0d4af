"""Pure rules on meetings, registers and their money."""
