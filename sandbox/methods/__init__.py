"""The methods of the Bot API, one module for each subject; `table` lists them by name."""
