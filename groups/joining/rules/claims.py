"""The claim code: digits with which a member gets her record on her own phone."""

from datetime import timedelta
from hashlib import sha256
from typing import Final

from groups.joining.model import CODE_LENGTH

STANDS_FOR: Final = timedelta(hours=24)
TRIES: Final = 5  # wrong codes from one account
TRIES_WITHIN: Final = timedelta(hours=1)


def code_of(chance: str) -> str:
    """Make a code from random text: eight digits, which everybody can read aloud."""
    number = int.from_bytes(sha256(chance.encode()).digest()[:8])
    return str(number % 10**CODE_LENGTH).zfill(CODE_LENGTH)


def code_digest(code: str) -> str:
    """Return the digest as which a code is stored."""
    return sha256(f"claim {code}".encode()).hexdigest()
