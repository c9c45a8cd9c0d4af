"""The error with which a long form reports a broken promise."""


class PromiseBroken(Exception):
    """Something happened that must never happen."""


def hold(is_so: bool, words: str) -> None:
    """Raise PromiseBroken with these words unless it is so."""
    if not is_so:
        raise PromiseBroken(words)
