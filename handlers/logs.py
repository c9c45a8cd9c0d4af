"""What is logged of a trouble: its type. Its words may hold tokens, names and amounts."""

import logging


def troubled(log: logging.Logger, words: str, *facts: object) -> None:
    """Log a trouble as an error, without the exception that is being handled."""
    log.error(words, *facts)


def quieten() -> None:
    """Silence those who log addresses with the token in them, or every look of the clock."""
    for name in ("httpx", "httpcore", "apscheduler"):
        logging.getLogger(name).setLevel(logging.WARNING)
