"""Persons, members and their roles in a group: frozen values, no I/O."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Actor:
    """The person who acts; her rights are read in the transaction of the act."""

    person_id: str


CLOCK = "clock"  # the actor's id in acts of the clock


class Role(StrEnum):
    """An office in the group."""

    PRESIDENT = "president"
    SECRETARY = "secretary"
    TREASURER = "treasurer"


class MemberState(StrEnum):
    """The state of a membership."""

    WAITING = "waiting"  # added by another; a second member has not confirmed her yet
    ACTIVE = "active"
    FROZEN = "frozen"
    LEFT = "left"


class MemberStep(StrEnum):
    """What can happen to a membership."""

    CONFIRM = "confirmed"
    DECLINE = "declined"
    FREEZE = "frozen"
    THAW = "thawed"
    LEAVE = "left"
    ASK = "asked"  # to come back
    RETURN = "returned"


MEMBER_STEPS: Mapping[MemberState, Mapping[MemberStep, MemberState]] = MappingProxyType(
    {
        MemberState.WAITING: MappingProxyType(
            {
                MemberStep.CONFIRM: MemberState.ACTIVE,
                MemberStep.DECLINE: MemberState.LEFT,
                MemberStep.FREEZE: MemberState.FROZEN,  # who was frozen when she left
            }
        ),
        MemberState.ACTIVE: MappingProxyType(
            {MemberStep.FREEZE: MemberState.FROZEN, MemberStep.LEAVE: MemberState.LEFT}
        ),
        MemberState.FROZEN: MappingProxyType(
            {MemberStep.THAW: MemberState.ACTIVE, MemberStep.LEAVE: MemberState.LEFT}
        ),
        MemberState.LEFT: MappingProxyType(
            {MemberStep.ASK: MemberState.WAITING, MemberStep.RETURN: MemberState.ACTIVE}
        ),
    }
)


class Phone(StrEnum):
    """Whether she reads messages on a phone of her own."""

    OWN = "own"
    NONE = "none"


class Tie(StrEnum):
    """The tie between two members."""

    KIN = "kin"
    HOUSEHOLD = "household"


@dataclass(frozen=True, slots=True)
class Member:
    """A person in a group; lists show her number first, as many share a name."""

    id: str
    group_id: str
    person_id: str
    number: int
    name: str
    state: MemberState
    phone: Phone
    joined_day: date
    left_day: date | None


class Place(StrEnum):
    """Where a person stands with the groups: what her first page tells her."""

    NOWHERE = "nowhere"  # in no group
    FOUNDING = "founding"  # her group waits to be admitted
    WAITING = "waiting"  # nobody has confirmed her yet
    LEFT = "left"
    IN = "in"


@dataclass(frozen=True, slots=True)
class OwnMays:
    """Which pages and parts of them a person is offered, by her roles in a group that has begun.

    `is_of_group`: she has a record there. `is_facilitator`: of any groups. To leave and to declare
    ties is also offered in a group that has not begun.
    """

    see_members: bool = False
    see_waiting: bool = False
    see_minutes: bool = False
    lend_phone: bool = False
    declare_tie: bool = False
    leave: bool = False
    see_standing: bool = False
    see_points: bool = False  # her own, and her passbook
    see_beads: bool = False  # her own
    see_loans: bool = False
    see_register: bool = False
    decide_dispute: bool = False
    take_over_books: bool = False
    is_of_group: bool = False
    is_facilitator: bool = False


@dataclass(frozen=True, slots=True)
class ActorRoles:
    """A person's membership, offices and roles in one group, read in the acting transaction."""

    person_id: str
    member: Member | None
    roles: frozenset[Role]
    is_facilitator: bool  # of this group, or in the place of one who is concerned herself
    is_head: bool  # named in the settings: admits any group, names facilitators
    has_say: bool  # she may vote, give her word and be a second person; a facilitator needs none
    is_concerned: bool = False  # founded it, or she or her kin are in it; asked of these two only

    @property
    def moderates(self) -> bool:
        """Whether she has the facilitator's say here, where nothing concerns herself."""
        return self.is_facilitator and not self.is_concerned


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """A consent that she gave or withdrew."""

    act: str
    notice: str
    language: str
    how: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Name:
    """A member as lists show her: number first, as many share a name."""

    member_id: str
    number: int
    name: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two members of a group, always named in the same order."""

    one_id: str
    other_id: str

    def __post_init__(self) -> None:
        assert self.one_id < self.other_id, "a pair has one order, and is never of one alone"


def pair_of(one: str, other: str) -> Pair:
    """The pair of two different members, whichever is named first."""
    return Pair(min(one, other), max(one, other))
