"""The keys under which the interest of a loan's periods is posted."""


def interest_key(loan_id: str, version: int, number: int, posted: int) -> str:
    """The entry key of a period's interest; `posted` is the revision that posted it."""
    first = f"loan:{loan_id}:interest:{version}:{number}"
    return f"{first}:{posted}" if posted else first


def period_of(key: str) -> tuple[int, int]:
    """The version of the terms and the number of the period that such a key names.

    The key of a reversal names those of the entry that it reverses.
    """
    _, _, _, version, number, *_ = key.split(":")
    return int(version), int(number)
