"""What a long form does with what it finds: it tells, or it fails."""


class PromiseBroken(Exception):
    """What must never happen has happened."""


def hold(is_so: bool, words: str) -> None:
    """Fail with these words unless it is so."""
    if not is_so:
        raise PromiseBroken(words)
