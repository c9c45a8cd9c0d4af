"""What is recorded about a person, told to her alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from groups.people.model.group import Group
from groups.people.model.people import ConsentLine, Member, Name, Role, Tie


@dataclass(frozen=True, slots=True)
class TieLine:
    """Somebody she belongs together with."""

    other: Name
    tie: Tie


@dataclass(frozen=True, slots=True)
class AboutMe:
    """Everything a person may know is kept about her; counts by what is counted.

    `counts` has vouches_given, meetings, saved_times, score_weeks, disputes; who gave her word for
    whom is in none of them.
    """

    name: str
    is_named: bool  # corrected in Saakh: what Telegram says counts no more
    language: str
    language_code: str  # what her Telegram says
    has_account: bool
    is_reachable: bool
    is_facilitator: bool
    group: Group | None
    member: Member | None
    joined_day: date | None
    roles: tuple[Role, ...]
    consents: tuple[ConsentLine, ...]
    ties: tuple[TieLine, ...]
    counts: Mapping[str, int]
    pin_day: date | None = None  # the day her four pictures were set
