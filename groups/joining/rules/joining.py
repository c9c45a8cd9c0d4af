"""Who may come into a group: consent, age, a free place, a free number."""

from typing import Final

from groups.joining.model import GroupFull, TooYoung
from groups.people.model.refusals import BadAnswer

NOTICE_VERSION: Final = "2026-11"  # of the notice; a change of what it lists is a new one

NUMBER_MAX: Final = 999


def check_age(age_min: int, *, is_adult: bool) -> None:
    """Refuse whoever is not of age."""
    if not is_adult:
        raise TooYoung(age_min)


def check_place(taken: int, members_max: int) -> None:
    """Refuse one more where every place is taken."""
    if taken >= members_max:
        raise GroupFull(members_max)


def check_number(number: int, *, is_used: bool) -> int:
    """The number asked for, if nobody has or had it."""
    if not 1 <= number <= NUMBER_MAX or is_used:
        raise BadAnswer("number")
    return number
