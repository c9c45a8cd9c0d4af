"""A short session after the launch: a signed token that the page holds in memory.

The token names the person, her link's group and the phone's account, but no right. Each request's
transaction reads her rights, and whether the account is still hers. The token is stored nowhere, so
it stays valid after a restart and in another process.
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
    """The person, her group (of her link, or her own; may be empty) and the phone's account.

    With a turn's id it is a member's turn on another's phone: the account is the phone holder's.
    """

    person_id: str
    group_id: str
    telegram_id: int
    turn_id: str = ""


def session_key(bot_token: str) -> bytes:
    """Return the key that signs session tokens; it differs from the key of launch data."""
    return hmac.new(b"saakh session", bot_token.encode(), hashlib.sha256).digest()


def make_token(session: Session, key: bytes, *, seconds: float) -> str:
    """Return a token that is valid for eight hours from `seconds` of the real clock."""
    until = int(seconds) + HOURS_MAX * 3600
    body = json.dumps([*astuple(session), until], separators=(",", ":"))
    text = base64.urlsafe_b64encode(body.encode()).decode()
    return f"{text}.{_signature(text, key)}"


def read_token(token: str, key: bytes, *, seconds: float) -> Session | None:
    """Return the session of a token; None if the token is forged or has expired."""
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
