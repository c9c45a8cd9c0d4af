"""Who may join a group: age, a free place, a free number; and what the notice lists."""

from typing import Final

from groups.joining.model import GroupFull, TooYoung
from groups.people.model.refusals import BadAnswer

NOTICE_VERSION: Final = "2026-11"
# What the notice lists, each with its purpose in the templates; a change is a new version.
NOTICE_ITEMS: Final = (
    "name",  # and member number: to know who is who in the group's books
    "account",  # Telegram's id and language: to write to her
    "meetings",  # whether she came
    "savings",  # what she paid
    "vouches",  # for whom she vouched; nobody in the group is told
    "ties",  # kin and household
    "points",  # what follows from all that
)

NUMBER_MAX: Final = 999


def check_age(age_min: int, *, is_adult: bool) -> None:
    """Refuse a person who is not of age: TooYoung."""
    if not is_adult:
        raise TooYoung(age_min)


def check_place(taken: int, members_max: int) -> None:
    """Refuse a new member if every place is taken: GroupFull."""
    if taken >= members_max:
        raise GroupFull(members_max)


def check_number(number: int, *, is_used: bool) -> int:
    """Return the number if nobody has it or had it; BadAnswer otherwise."""
    if not 1 <= number <= NUMBER_MAX or is_used:
        raise BadAnswer("number")
    return number
