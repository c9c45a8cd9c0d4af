"""Who may join a group: age, a free place, a free number; and what the notice lists."""

from datetime import timedelta
from typing import Final

from groups.joining.model import AskedTooOften, GroupFull, TooYoung
from groups.people.model.refusals import BadAnswer

NOTICE_VERSION: Final = "2026-11"  # of the notice; a change of what it lists is a new one

NUMBER_MAX: Final = 999
ASKS: Final = 3  # of one person whom nobody has confirmed
ASKS_WITHIN: Final = timedelta(days=7)


def check_age(age_min: int, *, is_adult: bool) -> None:
    """Refuse a person who is not of age: TooYoung."""
    if not is_adult:
        raise TooYoung(age_min)


def check_place(taken: int, members_max: int) -> None:
    """Refuse a new member if every place is taken: GroupFull."""
    if taken >= members_max:
        raise GroupFull(members_max)


def check_asks(asked: int) -> None:
    """Refuse one who asked too often: each asking writes to the office-bearers: AskedTooOften."""
    if asked >= ASKS:
        raise AskedTooOften


def check_number(number: int, *, is_used: bool) -> int:
    """Return the number if nobody has it or had it; BadAnswer otherwise."""
    if not 1 <= number <= NUMBER_MAX or is_used:
        raise BadAnswer("number")
    return number
