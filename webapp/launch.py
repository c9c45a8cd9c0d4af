"""Who opened the mini-app: Telegram's signed launch data, checked. Knows no database.

The check string and the keys are those of Telegram's documentation on validating data received
via the mini-app. Valid launch data prove who she is, never what she may see.
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
AGE_SECONDS_MAX: Final = 3600
AHEAD_SECONDS_MAX: Final = 60


class LaunchRefused(Exception):
    """The launch data prove nothing; `why` is a code for the log, never shown."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Launch:
    """A person's Telegram id and name, her Telegram's language, and what the link carried."""

    telegram_id: int
    name: str
    language_code: str
    start_param: str


def launch_key(bot_token: str) -> bytes:
    """Return the key that launch data are signed with; made once at start."""
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
    if not raw.isascii():  # Telegram escapes every other letter
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
    except ValueError as error:
        raise LaunchRefused("no_person") from error
    if not isinstance(user, dict) or type(user.get("id")) is not int or user.get("is_bot"):
        raise LaunchRefused("no_person")
    names = (str(user.get("first_name") or ""), str(user.get("last_name") or ""))
    return Launch(
        telegram_id=user["id"],
        name=typed(" ".join(name for name in names if name)),
        language_code=str(user.get("language_code") or ""),
        start_param=fields.get("start_param", ""),
    )
