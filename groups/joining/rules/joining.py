"""Who may come into a group: consent, age, a free place, a free number."""

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
    "vouches",  # for whom she gave her word; nobody in the group is told
    "ties",  # kin and household
    "points",  # what follows from all that
)

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
