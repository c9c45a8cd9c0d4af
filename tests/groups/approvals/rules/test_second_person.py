"""Who may be the second person of a request."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from groups.approvals.model import (
    NotByPictures,
    NotOnThisPhone,
    Request,
    RequestKind,
    RequestState,
    SecondPersonNeeded,
)
from groups.approvals.rules import SecondPerson, check_second, is_second, may_be_second, right_of
from groups.deciding.acts import APPROVALS
from groups.people.model.people import ActorRoles, Member, MemberState, Phone
from groups.people.rules.rights import Right

DECLARED = {"act": "declared", "one_id": "m1", "other_id": "m2", "tie": "kin"}
ENDED = {**DECLARED, "act": "ended"}
GIVEN = {"act": "given", "member_id": "m2", "role": "treasurer"}
TAKEN = {**GIVEN, "act": "taken"}


def request(kind: RequestKind, body: dict[str, Any], asked_by: str = "m1") -> Request:
    at = datetime(2026, 11, 20, tzinfo=UTC)
    return Request("r", "g", kind, "s", body, None, RequestState.WAITING, asked_by, at)


def second(asked: Request) -> SecondPerson:
    """Return the second person of a request, as its subject declares her."""
    return APPROVALS[asked.kind].second_of(asked)


def standing(member_id: str | None, person_id: str = "p") -> ActorRoles:
    member = member_id and Member(
        member_id, "g", person_id, 1, "S", MemberState.ACTIVE, Phone.OWN, date(2026, 1, 1), None
    )
    return ActorRoles(
        person_id, member or None, frozenset(), member_id is None, is_head=False, has_say=True
    )


@pytest.mark.parametrize(
    ("kind", "body", "member_id", "counts"),
    [
        (RequestKind.MEMBER, {"how": "added"}, "m3", True),
        (RequestKind.MEMBER, {"how": "added"}, "m1", False),
        (RequestKind.KINSHIP, DECLARED, "m1", False),
        (RequestKind.KINSHIP, DECLARED, "m2", True),
        (RequestKind.KINSHIP, DECLARED, "m3", True),
        (RequestKind.KINSHIP, ENDED, "m2", False),
        (RequestKind.KINSHIP, ENDED, "m3", True),
        (RequestKind.ROLE, GIVEN, "m2", False),
        (RequestKind.ROLE, GIVEN, "m3", True),
        (RequestKind.ROLE, TAKEN, "m2", True),
        (RequestKind.PIN, {"member_id": "m2"}, "m2", False),
        (RequestKind.PIN, {"member_id": "m2"}, "m3", True),
        (RequestKind.REGISTER, {}, "m1", False),
        (RequestKind.REGISTER, {}, "m2", True),
        (RequestKind.LEAVING, {"erases": True}, "s", True),
        (RequestKind.LEAVING, {"erases": False, "is_dead": True}, "s", False),
        (RequestKind.CLAIM, {"person_id": "p1"}, "s", False),
        (RequestKind.CLAIM, {"person_id": "p1"}, "m2", True),
        (RequestKind.WAIVER, {"borrower_id": "m2"}, "m2", False),
        (RequestKind.WAIVER, {"borrower_id": "m2"}, "m3", True),
    ],
)
def test_whose_word_counts(
    kind: RequestKind, body: dict[str, Any], member_id: str, counts: bool
) -> None:
    asked = request(kind, body)

    assert may_be_second(asked, second(asked), member_id) is counts


def test_who_asked_may_take_it_back() -> None:
    asked = request(RequestKind.ROLE, TAKEN)

    check_second(asked, second(asked), standing("m1"), is_yes=False)


def test_who_asked_may_not_confirm_it() -> None:
    asked = request(RequestKind.ROLE, TAKEN)

    with pytest.raises(SecondPersonNeeded):
        check_second(asked, second(asked), standing("m1"), is_yes=True)


@pytest.mark.parametrize("is_yes", [True, False])
@pytest.mark.parametrize("kind", RequestKind)
def test_whose_phone_it_is_counts_as_if_she_decided(kind: RequestKind, is_yes: bool) -> None:
    asked = request(kind, {"borrower_id": "m4", "held_by": "m4", "member_id": "m4"})

    with pytest.raises(NotOnThisPhone):
        check_second(
            asked,
            second(asked),
            standing("m3"),
            is_yes=is_yes,
            phone_of=frozenset({"m1", "p1"}),
        )


@pytest.mark.parametrize(
    ("kind", "body", "holder"),
    [
        (RequestKind.ROLE, GIVEN, "m2"),
        (RequestKind.KINSHIP, ENDED, "m2"),
        (RequestKind.PIN, {"member_id": "m2"}, "m2"),
        (RequestKind.WITHDRAWAL, {"held_by": "m2"}, "m2"),
        (RequestKind.WAIVER, {"borrower_id": "m2"}, "m2"),
        (RequestKind.CLAIM, {}, "s"),
    ],
)
def test_the_phone_of_who_gains_is_no_second_person(
    kind: RequestKind, body: dict[str, Any], holder: str
) -> None:
    asked = request(kind, body)

    with pytest.raises(NotOnThisPhone):
        check_second(
            asked, second(asked), standing("m3"), is_yes=True, phone_of=frozenset({holder})
        )


# Leaving, money and a record go by no pictures. A new kind does not, unless it says so.
BY_PICTURES = {RequestKind.MEMBER, RequestKind.KINSHIP, RequestKind.ROLE, RequestKind.PIN}


@pytest.mark.parametrize("kind", RequestKind)
def test_pictures_suffice_for_few_kinds(kind: RequestKind) -> None:
    approval = APPROVALS[kind]
    several = {approval.second, *(case.second for case in approval.cases)}

    assert {it.pictures_suffice for it in several} == {kind in BY_PICTURES}


def test_a_yes_by_pictures_is_refused_where_they_do_not_suffice() -> None:
    asked = request(RequestKind.LEAVING, {"erases": False})
    in_turn = frozenset({"m4", "p4"})

    check_second(asked, second(asked), standing("m3"), is_yes=False, phone_of=in_turn)
    with pytest.raises(NotByPictures):
        check_second(asked, second(asked), standing("m3"), is_yes=True, phone_of=in_turn)


def test_who_is_favoured_may_not_even_decline() -> None:
    asked = request(RequestKind.ROLE, GIVEN)

    with pytest.raises(SecondPersonNeeded):
        check_second(asked, second(asked), standing("m2"), is_yes=False)


def test_a_facilitator_may_be_the_second() -> None:
    asked = request(RequestKind.KINSHIP, ENDED)

    assert is_second(asked, second(asked), standing(None))


def test_a_facilitator_who_asked_may_not() -> None:
    asked = request(RequestKind.ROLE, GIVEN, asked_by="p")

    assert not is_second(asked, second(asked), standing(None))


def test_a_facilitator_who_became_a_member_is_still_who_asked() -> None:
    asked = request(RequestKind.ROLE, GIVEN, asked_by="p")

    assert not is_second(asked, second(asked), standing("m3"))


@pytest.mark.parametrize(
    ("kind", "body", "has_officers", "act"),
    [
        (RequestKind.MEMBER, {"how": "joined"}, True, Right.CONFIRM_JOINING),
        (RequestKind.MEMBER, {"how": "joined"}, False, Right.CONFIRM),
        (RequestKind.MEMBER, {"how": "added"}, True, Right.CONFIRM),
        (RequestKind.ROLE, GIVEN, True, Right.CONFIRM),
        (RequestKind.LEAVING, {"erases": True}, True, Right.CONFIRM),
        (RequestKind.LEAVING, {"is_dead": True}, False, Right.CONFIRM_CLAIM),
        (RequestKind.CLAIM, {}, False, Right.CONFIRM_CLAIM),
        (RequestKind.REGISTER, {}, True, Right.CONFIRM),
        (RequestKind.WAIVER, {}, True, Right.CONFIRM_LOAN_CHANGE),
        (RequestKind.RESCHEDULE, {}, True, Right.CONFIRM_LOAN_CHANGE),
        (RequestKind.WRITE_OFF, {}, True, Right.CONFIRM_LOAN_CHANGE),
        (RequestKind.SHARE_OUT, {}, True, Right.SHARE_OUT),
        (RequestKind.CUTOFF, {}, True, Right.TAKE_OVER_BOOKS),
    ],
)
def test_which_right_it_takes(
    kind: RequestKind, body: dict[str, Any], has_officers: bool, act: Right
) -> None:
    assert right_of(second(request(kind, body)), has_officers=has_officers) is act
