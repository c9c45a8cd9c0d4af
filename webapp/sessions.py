"""A short session after the launch: a signed token that the page keeps in memory.

It names the person, the group that her link named and the account whose phone it is, and nothing
that she may do: that is read in each request's transaction, and whether the account is still hers.
It needs no store, so a restart or another process honours it.
"""

import base64
import hashlib
import hmac
import json
from dataclasses import astuple, dataclass
from typing import Final

HOURS_MAX: Final = 8


@dataclass(frozen=True, slots=True)
class Session:
    """Whose session it is, on whose phone, and the group her link named; empty: her own.

    With a turn's id it is the turn of a sister on another's phone: the account is the phone's.
    """

    person_id: str
    group_id: str
    telegram_id: int
    turn_id: str = ""


def session_key(bot_token: str) -> bytes:
    """Return the key of session tokens; another than that of launch data."""
    return hmac.new(b"saakh session", bot_token.encode(), hashlib.sha256).digest()


def make_token(session: Session, key: bytes, *, seconds: float) -> str:
    """Return a token that stands for eight hours from `seconds` of the real clock."""
    until = int(seconds) + HOURS_MAX * 3600
    body = json.dumps([*astuple(session), until], separators=(",", ":"))
    text = base64.urlsafe_b64encode(body.encode()).decode()
    return f"{text}.{_signature(text, key)}"


def read_token(token: str, key: bytes, *, seconds: float) -> Session | None:
    """Return the session of a token, or nothing where it is made by hand or has run out."""
    text, _, offered = token.partition(".")
    right = _signature(text, key)
    if not hmac.compare_digest(right.encode(), offered.encode("utf-8", "surrogateescape")):
        return None
    person_id, group_id, telegram_id, turn_id, until = json.loads(base64.urlsafe_b64decode(text))
    if seconds >= until:
        return None
    return Session(person_id=person_id, group_id=group_id, telegram_id=telegram_id, turn_id=turn_id)


def _signature(text: str, key: bytes) -> str:
    digest = hmac.new(key, text.encode("utf-8", "surrogateescape"), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:24]).decode()
