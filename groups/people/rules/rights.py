"""Who may do what: one table, asked before anything else.

A person may have several roles at once: a treasurer is a member too, and a facilitator may lead
another group. It is enough if one of her roles has the right. But a facilitator or a head who is
concerned herself (`groups/people/facts/moderators.py`) has neither role in that group: what she may
do there beside her rights as a member stands in the column of `Who.CONCERNED`.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from groups.people.model.group import Group, GroupState
from groups.people.model.people import ActorRoles, MemberState, Role
from groups.people.model.refusals import (
    ConcernedHerself,
    GroupNotReady,
    MemberFrozen,
    NoSayYet,
    NotAMember,
    NotFound,
    NotYours,
)


class Who(StrEnum):
    """A person's role towards a group."""

    STRANGER = "stranger"  # none of the roles below
    WAITING = "waiting"  # nobody has confirmed her yet
    MEMBER = "member"
    FROZEN = "frozen"  # her offices give no rights either
    LEFT = "left"
    PRESIDENT = "president"
    SECRETARY = "secretary"
    TREASURER = "treasurer"
    FACILITATOR = "facilitator"  # of this group; anyone while none has admitted it
    HEAD = "head"  # named in the settings
    CONCERNED = "concerned"  # instead of these two: founded the group, or is in it, or her kin are


class Right(StrEnum):
    """An act on a group that needs a right."""

    SEE_OWN_RECORD = "see_own_record"
    CORRECT_OWN_NAME = "correct_own_name"
    LEAVE = "leave"

    SEE_STANDING = "see_standing"
    SEE_MEMBERS = "see_members"
    SEE_MINUTES = "see_minutes"
    SEE_OWN_POINTS = "see_own_points"
    SEE_WAITING = "see_waiting"  # what waits for a second person
    SEE_VOUCHERS = "see_vouchers"  # who vouched for whom

    VOUCH = "vouch"
    WITHDRAW_VOUCH = "withdraw_vouch"
    DECLARE_TIE = "declare_tie"  # her own kin and household
    DISPUTE = "dispute"  # a line about herself
    DECIDE_DISPUTE = "decide_dispute"

    SEE_REGISTER = "see_register"
    OPEN_MEETING = "open_meeting"
    TAKE_OVER_MEETING = "take_over_meeting"
    CLOSE_MEETING = "close_meeting"
    DROP_MEETING = "drop_meeting"
    ASK_CORRECTION = "ask_correction"

    ADD_MEMBER = "add_member"  # one without a phone
    ASK_LEAVING = "ask_leaving"  # for one without a phone
    CORRECT_NAME = "correct_name"  # another's
    DECLARE_TIE_FOR = "declare_tie_for"  # of two others
    ASK_ROLE = "ask_role"
    CONFIRM = "confirm"  # be the second person
    CONFIRM_JOINING = "confirm_joining"  # of a person who was not seen in the chat
    CHANGE_SETTINGS = "change_settings"
    SHARE_OUT = "share_out"  # what was earned: ask, see, and be the second person
    TAKE_OVER_BOOKS = "take_over_books"  # of an old group: ask, see, and be the second person
    LEND_PHONE = "lend_phone"  # to a sister, for her turn
    VOUCH_FOR = "vouch_for"  # record the vouch of a member with neither phone nor PIN
    SETTLE_PROXY = "settle_proxy"  # confirm or strike out a proxy vouch

    MAKE_CLAIM_CODE = "make_claim_code"  # for another's phone
    CONFIRM_CLAIM = "confirm_claim"
    WITHDRAW_CONSENT = "withdraw_consent"  # her own
    END_PENDING = "end_pending"  # what waits about herself or, for the facilitator, her members
    AGREE = "agree"  # to the notice, which she has only heard before

    SEE_LOANS = "see_loans"  # what is asked for and lent in the group
    SEE_LOAN_BOOKS = "see_loan_books"  # of others: what is paid and what is late
    SEE_BOOKS = "see_books"  # with the amounts of each member
    ASK_LOAN = "ask_loan"  # for herself
    PROPOSE_LOAN = "propose_loan"  # for another
    VOTE = "vote"
    CANCEL_LOAN = "cancel_loan"  # another's, before it is handed over
    DECIDE_LOAN = "decide_loan"
    CONFIRM_HAND_OVER = "confirm_hand_over"
    CHANGE_LOAN = "change_loan"  # after its hand-over: waive a part, reschedule the rest
    WRITE_OFF_LOAN = "write_off_loan"  # as the group has decided
    CONFIRM_LOAN_CHANGE = "confirm_loan_change"
    MERGE = "merge"  # two records of one woman

    FREEZE = "freeze"
    TELL_OWN_KIN = "tell_own_kin"  # that a member is the facilitator's
    GIVE_SAY = "give_say"  # to a member who was in no meeting yet
    ADMIT = "admit"
    TAKE_OVER_GROUP = "take_over_group"  # one without a facilitator
    NAME_FACILITATOR = "name_facilitator"


_OFFICERS: Final = frozenset({Who.PRESIDENT, Who.SECRETARY, Who.TREASURER})
_MEMBER: Final = frozenset({Who.MEMBER})
_OF_THE_GROUP: Final = frozenset({Who.MEMBER, Who.FROZEN})
_FACILITATOR: Final = frozenset({Who.FACILITATOR})
_HEAD: Final = frozenset({Who.HEAD})
_CONCERNED: Final = frozenset({Who.CONCERNED})

RIGHTS: Final[Mapping[Right, frozenset[Who]]] = MappingProxyType(
    {
        Right.SEE_OWN_RECORD: _OF_THE_GROUP | {Who.WAITING, Who.LEFT},
        Right.CORRECT_OWN_NAME: _OF_THE_GROUP | {Who.WAITING},
        Right.LEAVE: _OF_THE_GROUP | {Who.WAITING},
        Right.SEE_STANDING: _OF_THE_GROUP | _FACILITATOR | _HEAD | _CONCERNED,
        Right.SEE_MEMBERS: _OF_THE_GROUP | _FACILITATOR,
        Right.SEE_MINUTES: _OF_THE_GROUP | _FACILITATOR,
        Right.SEE_OWN_POINTS: _OF_THE_GROUP | {Who.LEFT},
        Right.SEE_WAITING: _MEMBER | _FACILITATOR,
        Right.SEE_VOUCHERS: _FACILITATOR,
        Right.VOUCH: _MEMBER,
        Right.WITHDRAW_VOUCH: _OF_THE_GROUP,
        Right.DECLARE_TIE: _MEMBER,
        Right.DISPUTE: _OF_THE_GROUP | {Who.LEFT},
        Right.DECIDE_DISPUTE: _FACILITATOR,
        Right.SEE_REGISTER: _OFFICERS | _FACILITATOR,
        Right.OPEN_MEETING: _OFFICERS,
        Right.TAKE_OVER_MEETING: _OFFICERS,
        Right.CLOSE_MEETING: _OFFICERS,
        Right.DROP_MEETING: _OFFICERS,
        Right.ASK_CORRECTION: _OFFICERS | _FACILITATOR,
        Right.ADD_MEMBER: _OFFICERS,
        Right.ASK_LEAVING: _OFFICERS | _FACILITATOR,
        Right.CORRECT_NAME: _OFFICERS | _FACILITATOR,
        Right.DECLARE_TIE_FOR: _OFFICERS | _FACILITATOR,
        Right.ASK_ROLE: _OFFICERS | _FACILITATOR,
        Right.CONFIRM: _MEMBER | _FACILITATOR,
        Right.CONFIRM_JOINING: _OFFICERS | _FACILITATOR,
        Right.CHANGE_SETTINGS: _OFFICERS,
        Right.SHARE_OUT: _OFFICERS | _FACILITATOR,
        Right.TAKE_OVER_BOOKS: _OFFICERS | _FACILITATOR,
        Right.LEND_PHONE: _MEMBER | _FACILITATOR,
        Right.VOUCH_FOR: _OFFICERS,
        Right.SETTLE_PROXY: _FACILITATOR,
        Right.MAKE_CLAIM_CODE: _OFFICERS | _FACILITATOR,
        Right.CONFIRM_CLAIM: _OFFICERS | _FACILITATOR,
        Right.WITHDRAW_CONSENT: _OF_THE_GROUP | {Who.WAITING, Who.LEFT},
        Right.END_PENDING: _OF_THE_GROUP | {Who.WAITING, Who.LEFT} | _FACILITATOR,
        Right.AGREE: _OF_THE_GROUP | {Who.WAITING},
        Right.SEE_LOANS: _OF_THE_GROUP | _FACILITATOR,
        Right.SEE_LOAN_BOOKS: _OFFICERS | _FACILITATOR,
        Right.SEE_BOOKS: _OFFICERS | _FACILITATOR,
        Right.ASK_LOAN: _MEMBER,
        Right.PROPOSE_LOAN: _OFFICERS,
        Right.VOTE: _MEMBER,
        Right.CANCEL_LOAN: _OFFICERS | _FACILITATOR,
        Right.DECIDE_LOAN: _FACILITATOR,
        Right.CONFIRM_HAND_OVER: _MEMBER,
        Right.CHANGE_LOAN: _OFFICERS | _FACILITATOR,
        Right.WRITE_OFF_LOAN: _FACILITATOR,
        Right.CONFIRM_LOAN_CHANGE: _OFFICERS | _FACILITATOR,
        Right.MERGE: _FACILITATOR,
        Right.FREEZE: _FACILITATOR,
        Right.TELL_OWN_KIN: _FACILITATOR,
        Right.GIVE_SAY: _FACILITATOR,
        Right.ADMIT: _FACILITATOR | _HEAD,
        Right.TAKE_OVER_GROUP: _HEAD,
        Right.NAME_FACILITATOR: _HEAD,
    }
)

# What a member may do once she has a say: once the group has seen her in a meeting.
NEED_SAY: Final = frozenset({Right.VOTE, Right.VOUCH, Right.CONFIRM_HAND_OVER})


def whos(actor_roles: ActorRoles) -> frozenset[Who]:
    """All roles of a person towards the group; STRANGER if she has no other."""
    who_she_is: set[Who] = set()
    if actor_roles.member is not None:
        who_she_is.add(_MEMBERSHIP[actor_roles.member.state])
        if actor_roles.member.state is MemberState.ACTIVE:
            who_she_is.update(_OFFICES[role] for role in actor_roles.roles)
    looks_after = _looks_after(actor_roles)
    if looks_after:
        who_she_is |= _CONCERNED if actor_roles.is_concerned else looks_after
    return frozenset(who_she_is or {Who.STRANGER})


def moderates(actor_roles: ActorRoles) -> bool:
    """Whether she acts as the group's facilitator: not if she is concerned herself."""
    return Who.FACILITATOR in whos(actor_roles)


def may(actor_roles: ActorRoles, act: Right) -> bool:
    """Whether one of her roles has the right to the act, and she has the say that it takes."""
    if act in NEED_SAY and not actor_roles.has_say:
        return False
    return not RIGHTS[act].isdisjoint(whos(actor_roles))


def require(actor_roles: ActorRoles, act: Right) -> None:
    """Refuse an act without the right; strangers get NotFound, as if there were no group.

    Others get ConcernedHerself, MemberFrozen, NotAMember, NoSayYet or NotYours.
    """
    if may(actor_roles, act):
        return
    who_she_is = whos(actor_roles)
    if Who.CONCERNED in who_she_is and not RIGHTS[act].isdisjoint(_looks_after(actor_roles)):
        raise ConcernedHerself
    if act in NEED_SAY and not RIGHTS[act].isdisjoint(who_she_is):
        raise NoSayYet
    if Who.STRANGER in who_she_is:
        raise NotFound
    if Who.FROZEN in who_she_is and not RIGHTS[act].isdisjoint(_MEMBER | _OFFICERS):
        assert actor_roles.member is not None
        raise MemberFrozen(actor_roles.member.name)
    if who_she_is <= {Who.WAITING, Who.LEFT}:
        raise NotAMember
    raise NotYours(needs=needs(act))


def _looks_after(actor_roles: ActorRoles) -> frozenset[Who]:
    facilitator = _FACILITATOR if actor_roles.is_facilitator else frozenset[Who]()
    return facilitator | (_HEAD if actor_roles.is_head else frozenset())


def needs(act: Right) -> str:
    """The code of who has the right: member, office_bearer, facilitator or head."""
    allowed = RIGHTS[act]
    if Who.MEMBER in allowed:
        return "member"
    if not allowed.isdisjoint(_OFFICERS):
        return "office_bearer"
    return "facilitator" if Who.FACILITATOR in allowed else "head"


def require_active(group: Group) -> None:
    """Refuse a group that is not set up and admitted: GroupNotReady."""
    if group.state is not GroupState.ACTIVE:
        raise GroupNotReady(group.state)


_MEMBERSHIP: Final[Mapping[MemberState, Who]] = MappingProxyType(
    {
        MemberState.WAITING: Who.WAITING,
        MemberState.ACTIVE: Who.MEMBER,
        MemberState.FROZEN: Who.FROZEN,
        MemberState.LEFT: Who.LEFT,
    }
)
_OFFICES: Final[Mapping[Role, Who]] = MappingProxyType(
    {
        Role.PRESIDENT: Who.PRESIDENT,
        Role.SECRETARY: Who.SECRETARY,
        Role.TREASURER: Who.TREASURER,
    }
)
