"""Check Telegram's signed launch data: who opened the mini-app. Knows no database.

Valid launch data prove who she is, never what she may see. Source of the check string and the keys:
Telegram's documentation on validating data received via the mini-app.
"""

import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl

from groups.people.model.typed_text import typed

LENGTH_MAX: Final = 4096
FIELDS_MAX: Final = 32
NO_PERSON: Final = "no_person"  # signed, and yet nobody whom a database could keep
AGE_SECONDS_MAX: Final = 3600
AHEAD_SECONDS_MAX: Final = 60
_BEYOND: Final = 2**63  # no database keeps such a number


class LaunchRefused(Exception):
    """The launch data are not valid; `why` is a code for the log, never shown."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Launch:
    """A person's Telegram id, name and Telegram language, and the parameter of her link."""

    telegram_id: int
    name: str
    language_code: str
    start_param: str


def launch_key(bot_token: str) -> bytes:
    """Return the key that signs launch data; made once at start."""
    return hmac.new(b"WebAppData", bot_token.encode(), hashlib.sha256).digest()


def read_launch(raw: str, key: bytes, *, seconds: float) -> Launch:
    """Return who opened the mini-app at `seconds` of the real clock, or raise `LaunchRefused`."""
    fields = _fields(raw)
    _check_signature(fields, key)
    _check_age(fields, seconds)
    return _launch(fields)


def _fields(raw: str) -> dict[str, str]:
    if len(raw) > LENGTH_MAX:
        raise LaunchRefused("too_long")
    if not raw.isascii():  # Telegram escapes all other letters
        raise LaunchRefused("not_readable")
    try:
        pairs = parse_qsl(
            raw,
            keep_blank_values=True,
            strict_parsing=True,
            errors="strict",
            max_num_fields=FIELDS_MAX,
        )
    except ValueError as error:
        raise LaunchRefused("not_readable") from error
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise LaunchRefused("field_twice")
    return fields


def _check_signature(fields: dict[str, str], key: bytes) -> None:
    offered = fields.pop("hash", "")
    check = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
    right = hmac.new(key, check.encode(), hashlib.sha256).hexdigest()
    if not hmac.compare_digest(right.encode(), offered.encode()):
        raise LaunchRefused("not_signed")


def _check_age(fields: dict[str, str], seconds: float) -> None:
    signed_at = fields.get("auth_date", "")
    if not (signed_at.isascii() and signed_at.isdigit() and len(signed_at) < 12):
        raise LaunchRefused("no_date")
    age = seconds - int(signed_at)
    if age > AGE_SECONDS_MAX:
        raise LaunchRefused("too_old")
    if age < -AHEAD_SECONDS_MAX:
        raise LaunchRefused("from_the_future")


def _launch(fields: dict[str, str]) -> Launch:
    try:
        user: Any = json.loads(fields.get("user", ""))
    except (ValueError, RecursionError) as error:
        raise LaunchRefused(NO_PERSON) from error
    if not isinstance(user, dict) or user.get("is_bot"):
        raise LaunchRefused(NO_PERSON)
    number = user.get("id")
    if type(number) is not int or not 0 < number < _BEYOND:
        raise LaunchRefused(NO_PERSON)
    names = (str(user.get("first_name") or ""), str(user.get("last_name") or ""))
    return Launch(
        telegram_id=number,
        name=typed(" ".join(name for name in names if name)),
        language_code=typed(str(user.get("language_code") or "")),
        start_param=typed(fields.get("start_param", "")),
    )
