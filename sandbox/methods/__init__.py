"""The methods of the Bot API, one module a subject; `table` lists them by name."""
