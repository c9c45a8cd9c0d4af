"""What is logged of a trouble: its type. Its words may hold tokens, names and amounts."""

import logging


def troubled(log: logging.Logger, words: str, *facts: object) -> None:
    """Log a trouble as an error, without the exception that is being handled."""
    log.error(words, *facts)


def quieten() -> None:
    """Silence who logs addresses with the token in them, answers of Telegram, or every tick."""
    logging.getLogger("telegram.request").setLevel(logging.CRITICAL)  # answers hold names
    for name in ("httpx", "httpcore", "apscheduler"):
        logging.getLogger(name).setLevel(logging.WARNING)
