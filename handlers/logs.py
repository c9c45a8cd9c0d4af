"""What is logged of a trouble: its type. Its words may hold tokens, names and amounts."""

import logging


def troubled(log: logging.Logger, words: str, *facts: object) -> None:
    """Log a trouble as an error, without the exception that is being handled."""
    log.error(words, *facts)
