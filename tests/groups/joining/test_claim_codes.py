"""Claim codes: one for each member, valid for a day, used once, hard to guess."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from groups.approvals.model import SecondPersonNeeded
from groups.joining.acts import claims, joining
from groups.joining.acts.claims import Claimed, WrongCode
from groups.joining.model import TooManyTries, TwoRecords
from groups.people.effects.records import record_role
from groups.people.model.group import Group
from groups.people.model.people import Phone, Role
from groups.people.model.refusals import AlreadyDecided, NotFound, NotYours, Refusal
from groups.people.store.members import select_member_of_person
from groups.people.store.persons import select_person_of_account
from groups.people.store.roles import RoleAct
from tests.groups.claiming import claimed, make, owner, show, waiting_id, with_phoolmati
from tests.groups.hamlet import Hamlet
from tests.groups.joining.test_moves import with_facilitator

# --- codes ----------------------------------------------------------------------------------------


async def test_a_member_has_one_code_at_a_time(hamlet: Hamlet) -> None:
    _, ids = await with_phoolmati(hamlet)
    old = await make(hamlet, ids["Phoolmati"])
    await make(hamlet, ids["Phoolmati"])

    assert await show(hamlet, "Phool", old.code) == WrongCode(4)


async def test_two_members_never_have_one_code(hamlet: Hamlet) -> None:
    _, ids = await with_phoolmati(hamlet)
    chances = iter(["a", "a", "b"])
    made = [
        await hamlet.write(
            claims.make_code,
            await hamlet.meet("Sunita"),
            ids[name],
            new_id=lambda: next(chances),
            at=hamlet.at(),
        )
        for name in ("Phoolmati", "Radha")
    ]

    assert made[0].code != made[1].code


async def test_a_code_stands_for_a_day(hamlet: Hamlet) -> None:
    _, ids = await with_phoolmati(hamlet)
    made = await make(hamlet, ids["Phoolmati"])

    assert await show(hamlet, "Phool", made.code, made.until) == WrongCode(4)
    assert isinstance(
        await show(hamlet, "Phool", made.code, made.until - timedelta(seconds=1)), Claimed
    )


async def test_a_code_is_used_once(hamlet: Hamlet) -> None:
    _, ids = await with_phoolmati(hamlet)
    made = await make(hamlet, ids["Phoolmati"])
    await show(hamlet, "Phool", made.code)

    assert await show(hamlet, "Thief", made.code) == WrongCode(4)


async def test_a_newer_claim_takes_the_place_of_an_older_one(hamlet: Hamlet) -> None:
    _, ids = await with_phoolmati(hamlet)
    await show(hamlet, "Thief", (await make(hamlet, ids["Phoolmati"])).code)
    older = await waiting_id(hamlet)
    await claimed(hamlet, "Phool", ids["Phoolmati"])

    with pytest.raises(AlreadyDecided):
        await hamlet.decide("Meena", older)
    assert await owner(hamlet, 5004) == ("Phoolmati", Phone.OWN)


async def test_wrong_codes_are_counted_over_an_hour(hamlet: Hamlet) -> None:
    at = hamlet.at()
    tries = [await show(hamlet, "Thief", f"0000000{n}", at) for n in range(5)]

    assert tries == [WrongCode(left) for left in (4, 3, 2, 1, 0)]
    with pytest.raises(TooManyTries) as refusal:
        await show(hamlet, "Thief", "00000005", at + timedelta(minutes=59))
    assert refusal.value == TooManyTries(at + timedelta(hours=1))
    assert await show(hamlet, "Thief", "00000006", at + timedelta(hours=1)) == WrongCode(4)


async def test_who_has_a_record_is_told_to_ask_the_facilitator(hamlet: Hamlet) -> None:
    _, ids = await with_phoolmati(hamlet)
    made = await make(hamlet, ids["Phoolmati"])

    with pytest.raises(TwoRecords) as refusal:
        await show(hamlet, "Radha", made.code)

    assert refusal.value == TwoRecords("Ekta", 3)


async def test_a_facilitators_phone_stays_hers(hamlet: Hamlet) -> None:
    await hamlet.head()

    with pytest.raises(TwoRecords) as refusal:
        await show(hamlet, "Asha", "12345678")

    assert refusal.value == TwoRecords("", 0)


async def test_what_she_left_elsewhere_is_hers_too_from_then_on(hamlet: Hamlet) -> None:
    group, ids = await with_phoolmati(hamlet)
    phool = await hamlet.meet("Phool")
    await hamlet.joined("Phool", group)
    await hamlet.write(joining.leave, phool, new_id=hamlet.new_id, at=hamlet.at())
    await claimed(hamlet, "Phool", ids["Phoolmati"])
    person = await hamlet.read(select_person_of_account, 5003)
    assert person is not None

    assert await hamlet.rows(
        "SELECT number FROM members WHERE person_id = :id ORDER BY number", id=person.id
    ) == [(4,), (5,)]
    now = await hamlet.read(select_member_of_person, group.id, person.id)
    assert now is not None
    assert now.number == 4


# --- who may make codes ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("by", "of", "refusal"),
    [
        ("Radha", "Phoolmati", NotYours("office_bearer")),
        ("Rani", "Phoolmati", NotFound()),
        ("Sunita", "Sunita", SecondPersonNeeded()),
    ],
)
async def test_nobody_else_makes_a_code_and_none_for_herself(
    hamlet: Hamlet, by: str, of: str, refusal: Refusal
) -> None:
    _, ids = await with_phoolmati(hamlet)

    with pytest.raises(Refusal) as refused:
        await make(hamlet, ids[of], by)

    assert refused.value == refusal


async def test_there_is_no_code_for_who_left_or_waits_or_is_nobody(hamlet: Hamlet) -> None:
    group, ids = await with_phoolmati(hamlet)
    added = await hamlet.add("Dulari", group)
    radha = await hamlet.meet("Radha")
    await hamlet.write(joining.leave, radha, new_id=hamlet.new_id, at=hamlet.at())
    for member_id in (added.member.id, ids["Radha"], "nobody"):
        with pytest.raises(NotFound):
            await make(hamlet, member_id)


async def test_a_code_for_who_has_left_since_is_wrong(hamlet: Hamlet) -> None:
    _, ids = await with_phoolmati(hamlet)
    made = await make(hamlet, ids["Radha"])
    radha = await hamlet.meet("Radha")
    await hamlet.write(joining.leave, radha, new_id=hamlet.new_id, at=hamlet.at())

    assert await show(hamlet, "New", made.code) == WrongCode(4)


# --- whose code it is, when it is shown -----------------------------------------------------------


async def loses_her_office(hamlet: Hamlet, group: Group, ids: dict[str, str]) -> None:
    act = RoleAct(
        hamlet.new_id(), group.id, ids["Sunita"], Role.PRESIDENT, "taken", ids["Meena"], None
    )
    await hamlet.write(record_role, act, at=hamlet.at())


async def leaves(hamlet: Hamlet, _group: Group, _ids: dict[str, str]) -> None:
    sunita = await hamlet.meet("Sunita")
    await hamlet.write(joining.leave, sunita, new_id=hamlet.new_id, at=hamlet.at())


@pytest.mark.parametrize("happens", [loses_her_office, leaves])
async def test_the_code_of_one_who_may_make_none_any_more_is_a_wrong_code(
    hamlet: Hamlet,
    happens: Callable[[Hamlet, Group, dict[str, str]], Awaitable[None]],
) -> None:
    group, ids = await with_phoolmati(hamlet)
    made = await make(hamlet, ids["Phoolmati"])
    await happens(hamlet, group, ids)

    assert await show(hamlet, "Accomp", made.code) == WrongCode(4)
    assert await hamlet.rows("SELECT id FROM second_person WHERE kind = 'claim'") == []


async def test_so_is_that_of_a_facilitator_who_is_concerned_since(hamlet: Hamlet) -> None:
    group, ids = await with_facilitator(hamlet)
    made = await make(hamlet, ids["Phoolmati"], by="Asha")
    await hamlet.joined("Asha", group)

    assert await show(hamlet, "Accomp", made.code) == WrongCode(4)


async def test_a_facilitators_code_stands_while_she_has_her_say(hamlet: Hamlet) -> None:
    _, ids = await with_facilitator(hamlet)
    made = await make(hamlet, ids["Phoolmati"], by="Asha")

    assert isinstance(await show(hamlet, "Phool", made.code), Claimed)
