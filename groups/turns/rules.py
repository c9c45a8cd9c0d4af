"""The PIN of four pictures: how it is stored, what is too simple, how often it may be tried."""

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
    """Refuse four equal pictures (PinTooSimple), and a second entry that differs (BadAnswer)."""
    if len(set(pin.pictures)) == 1:
        raise PinTooSimple
    if pin != again:
        raise BadAnswer("pin_again")


def digest_of(pin: Pin, member_id: str, key: bytes) -> str:
    """The digest of a PIN: useless without the key, and different for members with equal PINs."""
    body = ",".join((member_id, *pin.pictures))
    return hmac.new(key, body.encode(), sha256).hexdigest()


def is_right(stored_pin: KeptPin, digest: str) -> bool:
    """Whether these are the pictures of the PIN in force."""
    return stored_pin.digest is not None and hmac.compare_digest(stored_pin.digest, digest)


def is_locked(wrong: int) -> bool:
    """Whether there were too many wrong tries: only two persons can set a new PIN."""
    return wrong >= TRIES_MAX


def soonest_try(wrong: int, not_before: datetime, now: datetime) -> datetime:
    """When the next try is allowed: never later than the wait of this many wrong tries from now.

    A later moment was stored by a clock that has been set back since.
    """
    return min(not_before, now + _wait_after(wrong))


def is_over(until: datetime, now: datetime) -> bool:
    """Whether a turn is out of time, or was opened by a clock that has been set back since."""
    return not now < until <= now + TURN


def refused(wrong: int, not_before: datetime, now: datetime) -> PinRefused | None:
    """Why no try is allowed now, after `wrong` wrong tries; None if one is allowed."""
    if is_locked(wrong):
        return PinRefused(0, None)
    if now < not_before:
        return PinRefused(0, -((now - not_before) // timedelta(seconds=1)))
    return None


def after_wrong(wrong: int, now: datetime) -> tuple[datetime, PinRefused]:
    """When the next try is allowed after wrong try number `wrong`, and the answer to her."""
    if wrong < TRIES_AT_ONCE:
        return now, PinRefused(TRIES_AT_ONCE - wrong, 0)
    if is_locked(wrong):
        return now, PinRefused(0, None)
    wait = _wait_after(wrong)
    return now + wait, PinRefused(0, int(wait.total_seconds()))


def _wait_after(wrong: int) -> timedelta:
    if wrong < TRIES_AT_ONCE:
        return timedelta(0)
    return _WAITS[min(wrong - TRIES_AT_ONCE, len(_WAITS) - 1)]
