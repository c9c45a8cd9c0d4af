"""Read and check the answers of a group's set-up."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from types import MappingProxyType
from typing import Final

from groups.founding.model import ChatRole, RoleInChat, SetUpStep, check_minute, read_clock
from groups.people.model.group import Group, GroupState, SetUp
from groups.people.model.refusals import BadAnswer
from groups.people.rules.names import check_language, given_name
from groups.registers.model.typed_amounts import read_amount

STEPS: Final = tuple(SetUpStep)

SAVING_MIN: Final = 1_00  # paise
SAVING_MAX: Final = 10_000_00

FOUNDERS: Final = frozenset({ChatRole.CREATOR, ChatRole.ADMINISTRATOR, ChatRole.HIDDEN})
FRESH: Final = timedelta(seconds=60)  # an older answer of Telegram's proves nothing

_CODE_DIGITS: Final = 6


def may_found(seen: RoleInChat | None, chat_id: int | None, at: datetime) -> bool:
    """Whether what Telegram says of her lets her set up the group of this chat now."""
    if seen is None or seen.chat_id != chat_id:
        return False
    return seen.role in FOUNDERS and timedelta() <= at - seen.at <= FRESH


def proof_code(group_id: str, person_id: str) -> str:
    """What she writes in the chat in the group's name; it names her and is no secret."""
    digest = sha256(f"{group_id} {person_id}".encode()).digest()
    return str(int.from_bytes(digest) % 10**_CODE_DIGITS).zfill(_CODE_DIGITS)


def is_set_up_as(group: Group, agreed: SetUp) -> bool:
    """Whether the group is set up already, with the same answers."""
    stands = SetUp(
        name=group.name,
        village=group.village,
        language=group.language,
        meeting_day=group.meeting_day,
        meeting_minute=group.meeting_minute,
        saving=group.saving,
    )
    return group.state in {GroupState.WAITING, GroupState.ACTIVE} and stands == agreed


def read_answer(step: SetUpStep, text: str) -> str | int:
    """Read an answer as it is stored; BadAnswer names the step if it cannot be read."""
    read = _READERS.get(step)
    if read is None:
        raise BadAnswer(step)
    return read(text)


def read_name(text: str) -> str:
    """The group's name."""
    return given_name(text, "name")


def read_village(text: str) -> str:
    """The village's name."""
    return given_name(text, "village")


def read_day(text: str) -> int:
    """A weekday from its number, 0 is Monday; the buttons show its name."""
    return check_day(int(text)) if re.fullmatch(r"\d", text) else check_day(-1)


def read_saving(text: str) -> int:
    """Paise from whole rupees: "20", "₹20", "१०० रुपये"."""
    paise = read_amount(text)
    if paise is None:
        raise BadAnswer("saving")
    return check_saving(paise)


def check_day(weekday: int) -> int:
    """Return a weekday from 0 (Monday) to 6; BadAnswer otherwise."""
    if not 0 <= weekday <= 6:
        raise BadAnswer("day")
    return weekday


def check_saving(saving: int) -> int:
    """Return the usual saving in paise, whole rupees from ₹1 to ₹10,000; else BadAnswer."""
    if not SAVING_MIN <= saving <= SAVING_MAX or saving % 100:
        raise BadAnswer("saving")
    return saving


def checked(set_up: SetUp) -> SetUp:
    """The set-up with cleaned names; BadAnswer names the first invalid field."""
    return SetUp(
        name=given_name(set_up.name, "name"),
        village=given_name(set_up.village, "village"),
        language=check_language(set_up.language),
        meeting_day=check_day(set_up.meeting_day),
        meeting_minute=check_minute(set_up.meeting_minute),
        saving=check_saving(set_up.saving),
    )


def next_step(answers: Mapping[str, str | int]) -> SetUpStep:
    """The first question without an answer; CHECK when all have one."""
    return next((step for step in STEPS if step not in answers), SetUpStep.CHECK)


def set_up_of(answers: Mapping[str, str | int]) -> SetUp | None:
    """Build the set-up from the answers; None while a question is open."""
    if next_step(answers) is not SetUpStep.CHECK:
        return None
    return SetUp(
        name=str(answers[SetUpStep.NAME]),
        village=str(answers[SetUpStep.VILLAGE]),
        language=str(answers[SetUpStep.LANGUAGE]),
        meeting_day=int(answers[SetUpStep.DAY]),
        meeting_minute=int(answers[SetUpStep.CLOCK]),
        saving=int(answers[SetUpStep.SAVING]),
    )


def proposal(group: Group, step: SetUpStep, answers: Mapping[str, str | int]) -> str | int | None:
    """The answer that one tap keeps: her earlier one, else the group's value, else None."""
    stands: Mapping[SetUpStep, str | int | None] = {
        SetUpStep.NAME: group.name,
        SetUpStep.VILLAGE: group.village or None,
        SetUpStep.LANGUAGE: group.language,
        SetUpStep.DAY: group.meeting_day,
        SetUpStep.CLOCK: group.meeting_minute,
        SetUpStep.SAVING: group.saving,
    }
    return answers.get(step, stands.get(step))


_READERS: Final[Mapping[SetUpStep, Callable[[str], str | int]]] = MappingProxyType(
    {
        SetUpStep.NAME: read_name,
        SetUpStep.VILLAGE: read_village,
        SetUpStep.LANGUAGE: check_language,
        SetUpStep.DAY: read_day,
        SetUpStep.CLOCK: read_clock,
        SetUpStep.SAVING: read_saving,
    }
)
