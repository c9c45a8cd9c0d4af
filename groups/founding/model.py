"""Values of how a group starts: the bot in a chat, the set-up questions, a typed clock time."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from groups.people.model.group import Group, SetUp
from groups.people.model.people import Actor
from groups.people.model.refusals import BadAnswer


@dataclass(frozen=True, slots=True)
class BotAdded:
    """The group of a chat; `is_new` is False if the bot had been there before."""

    group: Group
    is_new: bool


class ChatRole(StrEnum):
    """What somebody is in the group's chat, as Telegram says."""

    CREATOR = "creator"
    ADMINISTRATOR = "administrator"
    HIDDEN = "hidden"  # an administrator: she proved it by writing in the group's name
    MEMBER = "member"
    OUTSIDE = "outside"  # she never came, has left or was removed


@dataclass(frozen=True, slots=True)
class RoleInChat:
    """The role of the person who acts in one chat, and when Telegram said so."""

    chat_id: int
    role: ChatRole
    at: datetime


@dataclass(frozen=True, slots=True)
class ProofNeeded:
    """She is not seen as an administrator; `code` is what a hidden one writes in the chat.

    `role` is what Telegram says of her; None if it says nothing.
    """

    code: str
    role: ChatRole | None


class SetUpStep(StrEnum):
    """The questions of the set-up, in their order."""

    NAME = "name"
    VILLAGE = "village"
    LANGUAGE = "language"
    DAY = "day"
    CLOCK = "clock"
    SAVING = "saving"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class SetUpQuestion:
    """The next question; one tap keeps `proposal`, and `set_up` is set at the check."""

    token: str
    group_id: str
    step: SetUpStep
    proposal: str | int | None
    answers: Mapping[str, str | int]
    set_up: SetUp | None


@dataclass(frozen=True, slots=True)
class Proved:
    """Who has proved that she may set the group up, and how the set-up goes on."""

    founder: Actor
    outcome: SetUpQuestion | Group | ProofNeeded


SET_UP: Final = "set_up"  # the dialogue of who sets a group up
PROVING: Final = "set_up_proof"  # the dialogue of who has yet to prove that she may
KEEP: Final = "="  # the answer that keeps what is proposed
MINUTES_A_DAY: Final = 24 * 60

_CLOCK: Final = re.compile(r"(\d{1,2})(?:[:. ](\d{2}))?\s*(am|pm|a\.m\.|p\.m\.|बजे)?")


def read_clock(text: str) -> int:
    """Minutes after midnight from "10", "10:30", "3 pm", "११:००"."""
    match = _CLOCK.fullmatch(text.strip().lower())
    if not match:
        raise BadAnswer("clock")
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "")[:1]
    if half in {"a", "p"}:
        if not 1 <= hour <= 12:
            raise BadAnswer("clock")
        hour = hour % 12 + (12 if half == "p" else 0)
    if minute > 59:
        raise BadAnswer("clock")
    return check_minute(hour * 60 + minute)


def check_minute(minute: int) -> int:
    """Return a minute of the day; BadAnswer otherwise."""
    if not 0 <= minute < MINUTES_A_DAY:
        raise BadAnswer("clock")
    return minute
