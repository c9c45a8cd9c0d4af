"""How a person comes into a group: notice, age, number, kin."""

from dataclasses import dataclass

from groups.approvals.model import Request
from groups.people.model.group import Group
from groups.people.model.name import Name
from groups.people.model.people import Member, Tie


@dataclass(frozen=True, slots=True)
class Notice:
    """What she is to read before she agrees: for which group, and which version of it."""

    group: Group
    notice_version: str


@dataclass(frozen=True, slots=True)
class AlreadyMember:
    """She tapped Join and is in: nothing to do."""

    group: Group
    member: Member


@dataclass(frozen=True, slots=True)
class AgeQuestion:
    """She has agreed; what is left to ask is whether she is of age."""

    group: Group
    age_min: int


@dataclass(frozen=True, slots=True)
class Joined:
    """Her membership; `waits`: an office-bearer confirms her first. `others` may be her kin."""

    group: Group
    member: Member
    others: tuple[Name, ...]
    waits: bool
    is_new: bool


@dataclass(frozen=True, slots=True)
class TieDeclared:
    """A tie told or asked for; `waits`: a second person confirms it first."""

    other: Name
    tie: Tie
    waits: bool
    is_new: bool


@dataclass(frozen=True, slots=True)
class MemberAdded:
    """A member without a phone, who waits for a second member to confirm her."""

    member: Member
    request: Request
    is_new: bool


@dataclass(frozen=True, slots=True)
class MemberMoved:
    """A membership after she left, was frozen or thawed; not new: it was so before."""

    member: Member
    is_new: bool
