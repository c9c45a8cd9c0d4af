"""Log an error's type, never its words: they may hold tokens, names and amounts."""

import logging


def troubled(log: logging.Logger, words: str, *facts: object) -> None:
    """Log an error without the text and traceback of the current exception."""
    log.error(words, *facts)
