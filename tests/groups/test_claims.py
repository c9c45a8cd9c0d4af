"""A member's record on her own phone: a code, her claim, and a second person's word."""

from datetime import datetime, timedelta

import pytest

from groups import claims, joining, people
from groups.claims import Claimed, CodeMade, WrongCode
from groups.model.group import Group
from groups.model.people import Phone, Role
from groups.model.refusals import (
    AlreadyDecided,
    NotFound,
    NotYours,
    Refusal,
    SecondPersonNeeded,
    TooManyTries,
    TwoRecords,
)
from groups.model.second_person import RequestState
from groups.rules.claims import read_code
from groups.store.members import select_member, select_member_of_person
from groups.store.people import select_person_of_account
from tests.groups.hamlet import Hamlet


async def make(hamlet: Hamlet, member_id: str, by: str = "Sunita") -> CodeMade:
    return await hamlet.write(
        claims.make_code, await hamlet.meet(by), member_id, new_id=hamlet.new_id, at=hamlet.at()
    )


async def show(
    hamlet: Hamlet, name: str, code: str, at: datetime | None = None
) -> Claimed | WrongCode:
    return await hamlet.write(
        claims.claim,
        await hamlet.meet(name),
        code,
        new_id=hamlet.new_id,
        at=at or hamlet.at(),
    )


async def with_phoolmati(hamlet: Hamlet) -> tuple[Group, dict[str, str]]:
    """A group with two office-bearers, Sunita and Meena, and Phoolmati, who has no phone."""
    group, ids = await hamlet.village("Meena", "Radha")
    await hamlet.give_role(group, ids["Meena"], Role.SECRETARY)
    added = await hamlet.add("Phoolmati", group)
    await hamlet.decide("Radha", added.request.id)
    return group, {**ids, "Phoolmati": added.member.id}


async def waiting_id(hamlet: Hamlet) -> str:
    [(request_id,)] = await hamlet.rows("SELECT id FROM second_person WHERE state = 'waiting'")
    return str(request_id)


async def claimed(hamlet: Hamlet, name: str, member_id: str) -> None:
    """She shows the code that Sunita makes, and Meena says yes."""
    await show(hamlet, name, (await make(hamlet, member_id)).code)
    await hamlet.decide("Meena", await waiting_id(hamlet))


async def owner(hamlet: Hamlet, telegram_id: int) -> tuple[str | None, Phone | None]:
    """Whose record an account opens: the name and the phone of its member."""
    person = await hamlet.read(select_person_of_account, telegram_id)
    if person is None:
        return None, None
    rows = await hamlet.rows("SELECT id FROM members WHERE person_id = :id", id=person.id)
    member = await hamlet.read(select_member, rows[0][0]) if rows else None
    return person.name, member.phone if member else None


# --- a phone at last ------------------------------------------------------------------------------


async def test_her_phone_is_hers_once_a_second_person_said_so(hamlet: Hamlet) -> None:
    _, ids = await with_phoolmati(hamlet)
    told = await show(hamlet, "Phool 🌼", (await make(hamlet, ids["Phoolmati"])).code)
    before = await owner(hamlet, 5003)
    await hamlet.decide("Meena", await waiting_id(hamlet))

    assert isinstance(told, Claimed)
    assert (told.member.number, before, await owner(hamlet, 5003)) == (
        4,
        ("Phool 🌼", None),
        ("Phoolmati", Phone.OWN),
    )


async def test_the_code_is_typed_in_any_digits_and_with_spaces(hamlet: Hamlet) -> None:
    _, ids = await with_phoolmati(hamlet)
    code = (await make(hamlet, ids["Phoolmati"])).code
    hindi = "".join(chr(0x0966 + int(digit)) for digit in code)

    assert isinstance(await show(hamlet, "Phool", f"{hindi[:4]} {hindi[4:]}"), Claimed)


@pytest.mark.parametrize("text", ["", "1234567", "123456789", "abcdefgh", "1234567x", "१२३४-५६७"])
def test_what_is_no_code_is_read_as_none(text: str) -> None:
    assert read_code(text) is None


async def test_only_a_digest_of_the_code_is_kept(hamlet: Hamlet) -> None:
    _, ids = await with_phoolmati(hamlet)
    code = (await make(hamlet, ids["Phoolmati"])).code

    assert code not in str(await hamlet.rows("SELECT * FROM claim_codes"))


async def test_the_other_office_bearer_is_asked_and_no_other_member(hamlet: Hamlet) -> None:
    _, ids = await with_phoolmati(hamlet)
    await show(hamlet, "Phool", (await make(hamlet, ids["Phoolmati"])).code)
    [(asked, facts)] = await hamlet.said("confirm_claim")

    assert (asked, facts["phone"], facts["is_lost"]) == ("Meena", "Phool", False)


@pytest.mark.parametrize(
    ("by", "refusal"),
    [("Sunita", SecondPersonNeeded()), ("Radha", NotYours("office_bearer")), ("Rani", NotFound())],
)
async def test_nobody_else_says_yes(hamlet: Hamlet, by: str, refusal: Refusal) -> None:
    _, ids = await with_phoolmati(hamlet)
    await show(hamlet, "Phool", (await make(hamlet, ids["Phoolmati"])).code)

    with pytest.raises(Refusal) as refused:
        await hamlet.decide(by, await waiting_id(hamlet))

    assert refused.value == refusal


async def test_a_no_changes_nothing_and_she_is_told(hamlet: Hamlet) -> None:
    _, ids = await with_phoolmati(hamlet)
    await show(hamlet, "Phool", (await make(hamlet, ids["Phoolmati"])).code)
    await hamlet.decide("Meena", await waiting_id(hamlet), is_yes=False)

    assert (await owner(hamlet, 5003), await hamlet.told("claim_declined")) == (
        ("Phool", None),
        ["Phool"],
    )


async def test_she_who_joined_elsewhere_meanwhile_keeps_that(hamlet: Hamlet) -> None:
    group, ids = await with_phoolmati(hamlet)
    await show(hamlet, "Phool", (await make(hamlet, ids["Phoolmati"])).code)
    request_id = await waiting_id(hamlet)
    await hamlet.joined("Phool", group)
    decided = await hamlet.decide("Meena", request_id)

    assert decided.request.state is RequestState.LAPSED


async def test_she_is_told_and_asked_for_her_own_yes_in_her_language(hamlet: Hamlet) -> None:
    _, ids = await with_phoolmati(hamlet)
    phool = await hamlet.meet("Phool")
    await hamlet.write(people.choose_language, phool, "en", at=hamlet.at())
    await claimed(hamlet, "Phool", ids["Phoolmati"])
    person = await hamlet.read(select_person_of_account, 5003)
    [(_, facts)] = await hamlet.said("claimed")

    assert person is not None
    assert (person.language, facts["number"], facts["asks"]) == ("en", 4, True)


async def test_her_own_yes_is_recorded_once(hamlet: Hamlet) -> None:
    _, ids = await with_phoolmati(hamlet)
    await claimed(hamlet, "Phool", ids["Phoolmati"])
    person = await hamlet.read(select_person_of_account, 5003)
    assert person is not None
    for _ in range(2):
        await hamlet.write(
            claims.agree, people.Actor(person.id), new_id=hamlet.new_id, at=hamlet.at()
        )
    consents = await hamlet.rows(
        "SELECT how FROM consents WHERE member_id = :id ORDER BY recorded_at", id=ids["Phoolmati"]
    )

    assert consents == [("spoken",), ("self",)]


async def test_who_is_no_member_has_nothing_to_agree_to(hamlet: Hamlet) -> None:
    with pytest.raises(NotFound):
        await hamlet.write(
            claims.agree, await hamlet.meet("Rani"), new_id=hamlet.new_id, at=hamlet.at()
        )


# --- a lost phone ---------------------------------------------------------------------------------


async def test_a_lost_phone_opens_nothing_any_more_and_is_told_nothing(hamlet: Hamlet) -> None:
    _, ids = await with_phoolmati(hamlet)
    before = await owner(hamlet, 5002)
    await claimed(hamlet, "Radha's new one", ids["Radha"])
    acts = await hamlet.rows("SELECT act, member_id FROM record_acts")

    assert (before[0], await owner(hamlet, 5002), await owner(hamlet, 5003), acts) == (
        "Radha",
        (None, None),
        ("Radha", Phone.OWN),
        [("relinked", ids["Radha"])],
    )


async def test_she_whose_phone_it_is_does_not_confirm_it_herself(hamlet: Hamlet) -> None:
    _, ids = await with_phoolmati(hamlet)
    await show(hamlet, "New", (await make(hamlet, ids["Meena"])).code)

    with pytest.raises(SecondPersonNeeded):
        await hamlet.decide("Meena", await waiting_id(hamlet))


async def test_who_agreed_herself_is_not_asked_again(hamlet: Hamlet) -> None:
    _, ids = await with_phoolmati(hamlet)
    await claimed(hamlet, "New", ids["Radha"])

    assert [facts["asks"] for _, facts in await hamlet.said("claimed")] == [False]


async def test_an_account_that_is_gone_meanwhile_gets_nothing(hamlet: Hamlet) -> None:
    _, ids = await with_phoolmati(hamlet)
    await show(hamlet, "New", (await make(hamlet, ids["Radha"])).code)
    request_id = await waiting_id(hamlet)
    await hamlet.write(lambda tx: tx.run("DELETE FROM telegram_accounts WHERE telegram_id = 5003"))

    assert (await hamlet.decide("Meena", request_id)).request.state is RequestState.LAPSED


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


# --- who makes them -------------------------------------------------------------------------------


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
