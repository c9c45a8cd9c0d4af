"""The table of rights, cell by cell, and the refusal that each cell gives."""

from datetime import date

import pytest

from groups.people.model.group import Group, GroupState
from groups.people.model.people import Member, MemberState, Phone, Role, Standing
from groups.people.model.refusals import (
    GroupNotReady,
    MemberFrozen,
    NotAMember,
    NotFound,
    NotYours,
    Refusal,
)
from groups.people.rules.rights import Act, Who, may, needs, require, require_active, whos

# One letter for each who: Stranger Waiting Member froZen Left Facilitator Head, and the offices
# President seCretary Treasurer. An officer is an active member too.
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
}
ALLOWED = {
    Act.SEE_OWN_RECORD: "WMZLPCT",
    Act.CORRECT_OWN_NAME: "WMZPCT",
    Act.LEAVE: "WMZPCT",
    Act.SEE_STANDING: "MZPCTFH",
    Act.SEE_MEMBERS: "MZPCTF",
    Act.SEE_MINUTES: "MZPCTF",
    Act.SEE_OWN_POINTS: "MZLPCT",
    Act.SEE_WAITING: "MPCTF",
    Act.SEE_VOUCHERS: "F",
    Act.VOUCH: "MPCT",
    Act.WITHDRAW_VOUCH: "MZPCT",
    Act.DECLARE_TIE: "WMPCT",
    Act.DISPUTE: "MZLPCT",
    Act.DECIDE_DISPUTE: "F",
    Act.SEE_REGISTER: "PCTF",
    Act.OPEN_MEETING: "PCT",
    Act.TAKE_OVER_MEETING: "PCT",
    Act.CLOSE_MEETING: "PCT",
    Act.DROP_MEETING: "PCT",
    Act.ASK_CORRECTION: "PCTF",
    Act.ADD_MEMBER: "PCT",
    Act.ASK_LEAVING: "PCTF",
    Act.CORRECT_NAME: "PCTF",
    Act.DECLARE_TIE_FOR: "PCTF",
    Act.ASK_ROLE: "PCTF",
    Act.CONFIRM: "MPCTF",
    Act.CONFIRM_JOINING: "PCTF",
    Act.CHANGE_SETTINGS: "PCT",
    Act.TAKE_OVER_BOOKS: "PCTF",
    Act.SHARE_OUT: "PCTF",
    Act.LEND_PHONE: "MPCTF",
    Act.VOUCH_FOR: "PCT",
    Act.SETTLE_PROXY: "F",
    Act.MAKE_CLAIM_CODE: "PCTF",
    Act.CONFIRM_CLAIM: "PCTF",
    Act.AGREE: "WMZPCT",
    Act.SEE_LOANS: "MZPCTF",
    Act.SEE_LOAN_BOOKS: "PCTF",
    Act.SEE_BOOKS: "PCTF",
    Act.ASK_LOAN: "MPCT",
    Act.PROPOSE_LOAN: "PCT",
    Act.VOTE: "MPCT",
    Act.CANCEL_LOAN: "PCTF",
    Act.DECIDE_LOAN: "F",
    Act.CONFIRM_HAND_OVER: "MPCT",
    Act.CHANGE_LOAN: "PCTF",
    Act.WRITE_OFF_LOAN: "F",
    Act.CONFIRM_LOAN_CHANGE: "PCTF",
    Act.MERGE: "F",
    Act.FREEZE: "F",
    Act.ADMIT: "FH",
    Act.TAKE_OVER_GROUP: "H",
    Act.NAME_FACILITATOR: "H",
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
CELLS = [(act, letter) for act in Act for letter in LETTERS]


def standing(*parts: Who) -> Standing:
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
    return Standing("p", member, roles, Who.FACILITATOR in parts, Who.HEAD in parts)


def group(state: GroupState) -> Group:
    """Return a group in this state."""
    return Group(
        "g", state, "E", "C", "hi", "Asia/Kolkata", 4, 660, 2000, "c", "t", None, None, None
    )


def refused(act: Act, *parts: Who) -> Refusal:
    """Return the refusal of an act."""
    with pytest.raises(Refusal) as refusal:
        require(standing(*parts), act)
    return refusal.value


def test_every_act_has_its_row() -> None:
    assert set(ALLOWED) == set(Act)


@pytest.mark.parametrize(("act", "letter"), CELLS)
def test_cell(act: Act, letter: str) -> None:
    assert may(standing(LETTERS[letter]), act) is (letter in ALLOWED[act])


@pytest.mark.parametrize("act", Act)
def test_what_one_may_is_not_refused(act: Act) -> None:
    require(standing(LETTERS[ALLOWED[act][0]]), act)


@pytest.mark.parametrize("act", [act for act in Act if "S" not in ALLOWED[act]])
def test_to_a_stranger_nothing_exists(act: Act) -> None:
    assert refused(act, Who.STRANGER) == NotFound()


def test_the_frozen_hear_that_they_are() -> None:
    assert refused(Act.VOUCH, Who.FROZEN) == MemberFrozen("Sunita")


def test_the_frozen_hear_of_what_never_was_theirs_as_others_do() -> None:
    assert refused(Act.DECIDE_DISPUTE, Who.FROZEN) == NotYours("facilitator")


def test_the_offices_of_the_frozen_rest() -> None:
    assert refused(Act.OPEN_MEETING, Who.FROZEN, Who.PRESIDENT) == MemberFrozen("Sunita")


@pytest.mark.parametrize("who", [Who.WAITING, Who.LEFT])
def test_who_waits_or_left_is_no_member(who: Who) -> None:
    assert refused(Act.VOUCH, who) == NotAMember()


@pytest.mark.parametrize(
    ("act", "who", "needed"),
    [
        (Act.VOUCH, Who.FACILITATOR, "member"),
        (Act.OPEN_MEETING, Who.MEMBER, "office_bearer"),
        (Act.FREEZE, Who.PRESIDENT, "facilitator"),
        (Act.NAME_FACILITATOR, Who.FACILITATOR, "head"),
    ],
)
def test_within_the_group_it_is_told_who_may(act: Act, who: Who, needed: str) -> None:
    assert refused(act, who) == NotYours(needed)


def test_one_may_be_several_things_at_once() -> None:
    several = standing(Who.MEMBER, Who.TREASURER, Who.FACILITATOR)

    assert whos(several) == {Who.MEMBER, Who.TREASURER, Who.FACILITATOR}


def test_what_is_needed_names_the_nearest() -> None:
    assert needs(Act.CONFIRM) == "member"


@pytest.mark.parametrize("state", [GroupState.NEW, GroupState.WAITING, GroupState.REFUSED])
def test_a_group_that_has_not_begun_can_do_nothing(state: GroupState) -> None:
    with pytest.raises(GroupNotReady) as refusal:
        require_active(group(state))

    assert refusal.value == GroupNotReady(state)


def test_a_group_that_has_begun_can() -> None:
    require_active(group(GroupState.ACTIVE))
