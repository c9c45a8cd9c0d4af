"""The claim code: digits with which a member gets her record on her own phone."""

import unicodedata
from datetime import timedelta
from hashlib import sha256
from typing import Final

CODE_LENGTH: Final = 8
STANDS_FOR: Final = timedelta(hours=24)
TRIES: Final = 5  # wrong codes from one account
TRIES_WITHIN: Final = timedelta(hours=1)
_BETWEEN: Final = str.maketrans("", "", " -\u00a0")


def code_of(chance: str) -> str:
    """Make a code from random text: eight digits, which everybody can read aloud."""
    number = int.from_bytes(sha256(chance.encode()).digest()[:8])
    return str(number % 10**CODE_LENGTH).zfill(CODE_LENGTH)


def read_code(text: str) -> str | None:
    """Return a typed code, from digits of any script; None if it is no code."""
    digits = [unicodedata.decimal(sign, None) for sign in text.translate(_BETWEEN)]
    known = [digit for digit in digits if digit is not None]
    if len(digits) != CODE_LENGTH or len(known) != CODE_LENGTH:
        return None
    return "".join(str(digit) for digit in known)


def code_digest(code: str) -> str:
    """Return the digest as which a code is stored."""
    return sha256(f"claim {code}".encode()).hexdigest()
