"""How a group starts: the bot in a chat, and the questions of the set-up."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from groups.people.model.group import Group, SetUp


@dataclass(frozen=True, slots=True)
class BotAdded:
    """The group of a chat; `is_new` is False if the bot had been there before."""

    group: Group
    is_new: bool


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
