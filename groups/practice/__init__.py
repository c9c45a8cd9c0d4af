"""Practice: an invented village whose past is written by the real acts."""
