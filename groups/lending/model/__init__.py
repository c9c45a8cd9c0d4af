"""What lending pages and proposals hold, as frozen values."""
