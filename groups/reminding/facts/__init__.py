"""Facts on what waits: for whom, and since when."""
