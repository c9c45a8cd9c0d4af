"""The members of a group as one person sees them, with what she may do about each."""

from dataclasses import dataclass

from groups.people.model.group import Group
from groups.people.model.people import Member, Name, Role, Tie


@dataclass(frozen=True, slots=True)
class Roster:
    """The members of a group by number; `may_add`: the reader may add one without a phone."""

    group: Group
    members: tuple[Member, ...]
    may_add: bool


@dataclass(frozen=True, slots=True)
class RosterCard:
    """One member, and what the reader may do about her."""

    group: Group
    member: Member
    may_rename: bool
    may_freeze: bool
    may_give_say: bool
    may_thaw: bool
    may_ask_leaving: bool
    may_tell_death: bool
    may_make_code: bool
    may_tell_ties: bool
    may_propose_loan: bool
    may_tell_own_kin: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """A member in the list, with her offices."""

    member: Member
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class MembersMays:
    """What an office-bearer or a facilitator may change on the members' page."""

    add_member: bool
    ask_role: bool
    change_settings: bool
    make_code: bool


@dataclass(frozen=True, slots=True)
class MembersPage:
    """Everybody in the group by number, and what was agreed in it."""

    group: Group
    members: tuple[Listed, ...]
    may: MembersMays


@dataclass(frozen=True, slots=True)
class RosterTies:
    """The other members of the group, and their ties to one member."""

    member: Member
    others: tuple[Name, ...]
    tied: frozenset[tuple[str, Tie]]
