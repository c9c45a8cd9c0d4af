"""The charter's numbers and choices, as frozen values."""
