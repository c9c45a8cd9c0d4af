"""What is recorded about a person, shown to her alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from groups.people.model.group import Group
from groups.people.model.people import ConsentLine, Member, MemberState, Name, Role, Tie


@dataclass(frozen=True, slots=True)
class TieLine:
    """A member to whom she is tied."""

    other: Name
    tie: Tie


@dataclass(frozen=True, slots=True)
class AboutMe:
    """Everything recorded about a person that she may know.

    `counts` has vouches_given, meetings, saved_times, score_weeks, disputes; none of them shows who
    vouched for whom.
    """

    name: str
    is_named: bool  # corrected in Saakh: Telegram's name no longer counts
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

    @property
    def is_confirmed(self) -> bool:
        """Whether she may know more of her group than its name."""
        return self.member is not None and self.member.state is not MemberState.WAITING
