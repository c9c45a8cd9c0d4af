"""Facts on waiting requests for a page, read from several tables."""
