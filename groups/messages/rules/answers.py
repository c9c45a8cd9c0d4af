"""When an answer in a group's chat is another's: nobody gets the same answer twice in a minute."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final

_SPAN_SECONDS: Final = 60
_PLACE: Final = ("_thread", "command")  # answers that differ in these are two answers


def answer_key(group_id: str, kind: str, facts: Mapping[str, Any], at: datetime) -> str:
    """The key of an answer in a group's chat: the same for the same words within its minute."""
    digest = sha256(json.dumps([kind, facts], sort_keys=True).encode()).hexdigest()[:32]
    return f"answer:{group_id}:{int(at.timestamp()) // _SPAN_SECONDS}:{digest}"


def minute_before(at: datetime) -> datetime:
    """The moment since which the same answer is not given again."""
    return at - timedelta(seconds=_SPAN_SECONDS)


def takes_place_of(new: Mapping[str, Any], waiting: Mapping[str, Any]) -> bool:
    """Whether an answer replaces a waiting one of its kind: the newest in its topic is said."""
    return all(new.get(name) == waiting.get(name) for name in _PLACE)
