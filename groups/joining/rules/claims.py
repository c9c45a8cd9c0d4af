"""The code by which a member gets her record on a phone of her own: digits, to be read aloud."""

from datetime import timedelta
from hashlib import sha256
from typing import Final

from groups.joining.model import CODE_LENGTH

STANDS_FOR: Final = timedelta(hours=24)
TRIES: Final = 5  # wrong ones of one account
TRIES_WITHIN: Final = timedelta(hours=1)


def code_of(chance: str) -> str:
    """Make a code of something random: eight digits, which everybody can read and say."""
    number = int.from_bytes(sha256(chance.encode()).digest()[:8])
    return str(number % 10**CODE_LENGTH).zfill(CODE_LENGTH)


def code_digest(code: str) -> str:
    """Return what is kept of a code."""
    return sha256(f"claim {code}".encode()).hexdigest()
