"""The PIN of four pictures: what is kept of it, what is too simple, how often it may be tried."""

import hmac
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from groups.people.model.refusals import BadAnswer
from groups.turns.model import KeptPin, Pin, PinRefused, PinTooSimple

TURN: Final = timedelta(minutes=3)
TRIES_AT_ONCE: Final = 3
TRIES_MAX: Final = 10
_WAITS: Final = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))


def check_new(pin: Pin, again: Pin) -> None:
    """Refuse four times one picture, and what she could not do a second time."""
    if len(set(pin.pictures)) == 1:
        raise PinTooSimple
    if pin != again:
        raise BadAnswer("pin_again")


def digest_of(pin: Pin, member_id: str, key: bytes) -> str:
    """What is kept of her PIN: nothing to guess by without the key, and her own even if alike."""
    body = ",".join((member_id, *pin.pictures))
    return hmac.new(key, body.encode(), sha256).hexdigest()


def is_right(kept: KeptPin, digest: str) -> bool:
    """Whether these are the pictures that count."""
    return kept.digest is not None and hmac.compare_digest(kept.digest, digest)


def is_locked(wrong: int) -> bool:
    """Whether only two persons can help: her PIN was guessed wrong too often."""
    return wrong >= TRIES_MAX


def refused(wrong: int, not_before: datetime, now: datetime) -> PinRefused | None:
    """Why nobody is let try now, after so many wrong tries; None: try."""
    if is_locked(wrong):
        return PinRefused(0, None)
    if now < not_before:
        return PinRefused(0, -((now - not_before) // timedelta(seconds=1)))
    return None


def after_wrong(wrong: int, now: datetime) -> tuple[datetime, PinRefused]:
    """From when the next try is let after the so manieth wrong one, and what she is told."""
    if wrong < TRIES_AT_ONCE:
        return now, PinRefused(TRIES_AT_ONCE - wrong, 0)
    if is_locked(wrong):
        return now, PinRefused(0, None)
    wait = _WAITS[min(wrong - TRIES_AT_ONCE, len(_WAITS) - 1)]
    return now + wait, PinRefused(0, int(wait.total_seconds()))
