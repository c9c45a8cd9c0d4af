"""Who may be the second person of a request."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from groups.approvals.model import Request, RequestKind, RequestState, SecondPersonNeeded
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
