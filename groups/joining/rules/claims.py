"""The code by which a member gets her record on a phone of her own: digits, to be read aloud."""

import unicodedata
from datetime import timedelta
from hashlib import sha256
from typing import Final

CODE_LENGTH: Final = 8
STANDS_FOR: Final = timedelta(hours=24)
TRIES: Final = 5  # wrong ones of one account
TRIES_WITHIN: Final = timedelta(hours=1)
_BETWEEN: Final = str.maketrans("", "", " -\u00a0")


def code_of(chance: str) -> str:
    """Make a code of something random: eight digits, which everybody can read and say."""
    number = int.from_bytes(sha256(chance.encode()).digest()[:8])
    return str(number % 10**CODE_LENGTH).zfill(CODE_LENGTH)


def read_code(text: str) -> str | None:
    """Return the code that somebody typed, in whatever digits; None for what is none."""
    digits = [unicodedata.decimal(sign, None) for sign in text.translate(_BETWEEN)]
    known = [digit for digit in digits if digit is not None]
    if len(digits) != CODE_LENGTH or len(known) != CODE_LENGTH:
        return None
    return "".join(str(digit) for digit in known)


def code_digest(code: str) -> str:
    """Return what is kept of a code."""
    return sha256(f"claim {code}".encode()).hexdigest()
