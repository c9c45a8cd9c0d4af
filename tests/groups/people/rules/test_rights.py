"""The table of rights, cell by cell, and the refusal that each cell gives."""

from dataclasses import replace
from datetime import date

import pytest

from groups.people.model.group import Group, GroupState
from groups.people.model.people import ActorRoles, Member, MemberState, Phone, Role
from groups.people.model.refusals import (
    ConcernedHerself,
    GroupNotReady,
    MemberFrozen,
    NoSayYet,
    NotAMember,
    NotFound,
    NotYours,
    Refusal,
)
from groups.people.rules.rights import (
    Right,
    Who,
    may,
    moderates,
    needs,
    require,
    require_active,
    whos,
)

# One letter for each who: Stranger Waiting Member froZen Left Facilitator Head, and the offices
# President seCretary Treasurer. An officer is an active member too. K is a facilitator and a head
# who is concerned herself.
LETTERS = {
    "S": Who.STRANGER,
    "W": Who.WAITING,
    "M": Who.MEMBER,
    "Z": Who.FROZEN,
    "L": Who.LEFT,
    "P": Who.PRESIDENT,
    "C": Who.SECRETARY,
    "T": Who.TREASURER,
    "F": Who.FACILITATOR,
    "H": Who.HEAD,
    "K": Who.CONCERNED,
}
ALLOWED = {
    Right.SEE_OWN_RECORD: "WMZLPCT",
    Right.CORRECT_OWN_NAME: "WMZPCT",
    Right.LEAVE: "WMZPCT",
    Right.SEE_STANDING: "MZPCTFHK",
    Right.SEE_MEMBERS: "MZPCTF",
    Right.SEE_MINUTES: "MZPCTF",
    Right.SEE_OWN_POINTS: "MZLPCT",
    Right.SEE_WAITING: "MPCTF",
    Right.SEE_VOUCHERS: "F",
    Right.VOUCH: "MPCT",
    Right.WITHDRAW_VOUCH: "MZPCT",
    Right.DECLARE_TIE: "MPCT",
    Right.DISPUTE: "MZLPCT",
    Right.DECIDE_DISPUTE: "F",
    Right.SEE_REGISTER: "PCTF",
    Right.OPEN_MEETING: "PCT",
    Right.TAKE_OVER_MEETING: "PCT",
    Right.CLOSE_MEETING: "PCT",
    Right.DROP_MEETING: "PCT",
    Right.ASK_CORRECTION: "PCTF",
    Right.ADD_MEMBER: "PCT",
    Right.ASK_LEAVING: "PCTF",
    Right.CORRECT_NAME: "PCTF",
    Right.DECLARE_TIE_FOR: "PCTF",
    Right.ASK_ROLE: "PCTF",
    Right.CONFIRM: "MPCTF",
    Right.CONFIRM_JOINING: "PCTF",
    Right.CHANGE_SETTINGS: "PCT",
    Right.TAKE_OVER_BOOKS: "PCTF",
    Right.SHARE_OUT: "PCTF",
    Right.LEND_PHONE: "MPCTF",
    Right.VOUCH_FOR: "PCT",
    Right.SETTLE_PROXY: "F",
    Right.MAKE_CLAIM_CODE: "PCTF",
    Right.CONFIRM_CLAIM: "PCTF",
    Right.WITHDRAW_CONSENT: "WMZLPCT",
    Right.END_PENDING: "WMZLPCTF",
    Right.AGREE: "WMZPCT",
    Right.SEE_LOANS: "MZPCTF",
    Right.SEE_LOAN_BOOKS: "PCTF",
    Right.SEE_BOOKS: "PCTF",
    Right.ASK_LOAN: "MPCT",
    Right.PROPOSE_LOAN: "PCT",
    Right.VOTE: "MPCT",
    Right.CANCEL_LOAN: "PCTF",
    Right.DECIDE_LOAN: "F",
    Right.CONFIRM_HAND_OVER: "MPCT",
    Right.CHANGE_LOAN: "PCTF",
    Right.WRITE_OFF_LOAN: "F",
    Right.CONFIRM_LOAN_CHANGE: "PCTF",
    Right.MERGE: "F",
    Right.FREEZE: "F",
    Right.TELL_OWN_KIN: "F",
    Right.GIVE_SAY: "F",
    Right.ADMIT: "FH",
    Right.TAKE_OVER_GROUP: "H",
    Right.NAME_FACILITATOR: "H",
}
STATES = {
    Who.WAITING: MemberState.WAITING,
    Who.MEMBER: MemberState.ACTIVE,
    Who.FROZEN: MemberState.FROZEN,
    Who.LEFT: MemberState.LEFT,
}
ROLES = {
    Who.PRESIDENT: Role.PRESIDENT,
    Who.SECRETARY: Role.SECRETARY,
    Who.TREASURER: Role.TREASURER,
}
CELLS = [(act, letter) for act in Right for letter in LETTERS]


def standing(*parts: Who) -> ActorRoles:
    """Return the standing of a person who is all of these."""
    states = [STATES[part] for part in parts if part in STATES]
    roles = frozenset(ROLES[part] for part in parts if part in ROLES)
    if roles and not states:
        states = [MemberState.ACTIVE]
    member = (
        Member("m", "g", "p", 1, "Sunita", states[0], Phone.OWN, date(2026, 1, 1), None)
        if states
        else None
    )
    is_concerned = Who.CONCERNED in parts
    is_facilitator, is_head = Who.FACILITATOR in parts, Who.HEAD in parts
    if is_concerned and not (is_facilitator or is_head):
        is_facilitator = is_head = True
    return ActorRoles(
        "p", member, roles, is_facilitator, is_head, has_say=True, is_concerned=is_concerned
    )


def group(state: GroupState) -> Group:
    """Return a group in this state."""
    return Group(
        "g", state, "E", "C", "hi", "Asia/Kolkata", 4, 660, 2000, "c", "t", None, None, None
    )


def refused(act: Right, *parts: Who) -> Refusal:
    """Return the refusal of an act."""
    with pytest.raises(Refusal) as refusal:
        require(standing(*parts), act)
    return refusal.value


LOOKING_AFTER = [(Who.FACILITATOR,), (Who.HEAD,), (Who.FACILITATOR, Who.HEAD)]
BESIDE = [(), *((LETTERS[letter],) for letter in "WMZLPCT")]


@pytest.mark.parametrize("act", Right)
@pytest.mark.parametrize("beside", BESIDE)
@pytest.mark.parametrize("looks_after", LOOKING_AFTER)
def test_whom_it_concerns_may_what_she_may_without_looking_after_the_group(
    act: Right, beside: tuple[Who, ...], looks_after: tuple[Who, ...]
) -> None:
    in_her_column = "K" in ALLOWED[act]
    is_allowed = may(standing(*beside, *looks_after, Who.CONCERNED), act)

    assert is_allowed is (in_her_column or may(standing(*beside), act))


@pytest.mark.parametrize("act", [act for act in Right if ALLOWED[act] in {"F", "H", "FH"}])
@pytest.mark.parametrize("beside", BESIDE)
def test_what_a_facilitator_decides_is_not_decided_by_whom_it_concerns(
    act: Right, beside: tuple[Who, ...]
) -> None:
    assert refused(act, *beside, Who.FACILITATOR, Who.HEAD, Who.CONCERNED) == ConcernedHerself()


def test_what_never_was_hers_is_refused_as_to_others() -> None:
    assert refused(Right.VOUCH, Who.CONCERNED) == NotYours("member")
    assert refused(Right.FREEZE, Who.HEAD, Who.CONCERNED) == NotYours("facilitator")


def test_only_who_is_not_concerned_moderates() -> None:
    assert moderates(standing(Who.FACILITATOR))
    assert not moderates(standing(Who.HEAD))
    assert not moderates(standing(Who.MEMBER, Who.FACILITATOR, Who.CONCERNED))


def test_every_act_has_its_row() -> None:
    assert set(ALLOWED) == set(Right)


@pytest.mark.parametrize(("act", "letter"), CELLS)
def test_cell(act: Right, letter: str) -> None:
    assert may(standing(LETTERS[letter]), act) is (letter in ALLOWED[act])


@pytest.mark.parametrize("act", Right)
def test_what_one_may_is_not_refused(act: Right) -> None:
    require(standing(LETTERS[ALLOWED[act][0]]), act)


@pytest.mark.parametrize("act", [act for act in Right if "S" not in ALLOWED[act]])
def test_to_a_stranger_nothing_exists(act: Right) -> None:
    assert refused(act, Who.STRANGER) == NotFound()


def test_the_frozen_hear_that_they_are() -> None:
    assert refused(Right.VOUCH, Who.FROZEN) == MemberFrozen("Sunita")


def test_the_frozen_hear_of_what_never_was_theirs_as_others_do() -> None:
    assert refused(Right.DECIDE_DISPUTE, Who.FROZEN) == NotYours("facilitator")


def test_the_offices_of_the_frozen_rest() -> None:
    assert refused(Right.OPEN_MEETING, Who.FROZEN, Who.PRESIDENT) == MemberFrozen("Sunita")


@pytest.mark.parametrize("who", [Who.WAITING, Who.LEFT])
def test_who_waits_or_left_is_no_member(who: Who) -> None:
    assert refused(Right.VOUCH, who) == NotAMember()


@pytest.mark.parametrize(
    ("act", "who", "needed"),
    [
        (Right.VOUCH, Who.FACILITATOR, "member"),
        (Right.OPEN_MEETING, Who.MEMBER, "office_bearer"),
        (Right.FREEZE, Who.PRESIDENT, "facilitator"),
        (Right.NAME_FACILITATOR, Who.FACILITATOR, "head"),
    ],
)
def test_within_the_group_it_is_told_who_may(act: Right, who: Who, needed: str) -> None:
    assert refused(act, who) == NotYours(needed)


def test_one_may_be_several_things_at_once() -> None:
    several = standing(Who.MEMBER, Who.TREASURER, Who.FACILITATOR)

    assert whos(several) == {Who.MEMBER, Who.TREASURER, Who.FACILITATOR}


def test_what_is_needed_names_the_nearest() -> None:
    assert needs(Right.CONFIRM) == "member"


@pytest.mark.parametrize("state", [GroupState.NEW, GroupState.WAITING, GroupState.REFUSED])
def test_a_group_that_has_not_begun_can_do_nothing(state: GroupState) -> None:
    with pytest.raises(GroupNotReady) as refusal:
        require_active(group(state))

    assert refusal.value == GroupNotReady(state)


def test_a_group_that_has_begun_can() -> None:
    require_active(group(GroupState.ACTIVE))


@pytest.mark.parametrize("act", list(Right))
@pytest.mark.parametrize("who", [Who.MEMBER, Who.PRESIDENT, Who.SECRETARY, Who.TREASURER])
def test_without_a_say_a_member_lacks_just_what_needs_one(act: Right, who: Who) -> None:
    actor_roles = replace(standing(who), has_say=False)
    takes_say = act in {Right.VOTE, Right.VOUCH, Right.CONFIRM_HAND_OVER}

    assert may(actor_roles, act) is (may(standing(who), act) and not takes_say)
    if takes_say:
        with pytest.raises(NoSayYet):
            require(actor_roles, act)
