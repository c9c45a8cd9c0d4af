"""A member claims her record on her own phone: a code, a claim, a second person's confirmation."""

import pytest

from groups.approvals.model import RequestState, SecondPersonNeeded
from groups.joining.acts import claims
from groups.joining.acts.claims import Claimed
from groups.joining.model import read_code
from groups.people.acts import persons as people
from groups.people.model.people import Actor, Phone
from groups.people.model.refusals import NotFound, NotYours, Refusal
from groups.people.rules.names import NAMELESS
from groups.people.store.persons import select_person_of_account
from tests.groups.claiming import claimed, make, owner, show, waiting_id, with_phoolmati
from tests.groups.hamlet import Hamlet

# --- a first phone --------------------------------------------------------------------------------


async def test_her_phone_is_hers_once_a_second_person_said_so(hamlet: Hamlet) -> None:
    _, ids = await with_phoolmati(hamlet)
    claimed = await show(hamlet, "Phool 🌼", (await make(hamlet, ids["Phoolmati"])).code)
    before = await owner(hamlet, 5003)
    await hamlet.decide("Meena", await waiting_id(hamlet))

    assert isinstance(claimed, Claimed)
    assert (claimed.member.number, before, await owner(hamlet, 5003)) == (
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
    await hamlet.write(people.choose_language, phool, "en")
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
        await hamlet.write(claims.agree, Actor(person.id), new_id=hamlet.new_id, at=hamlet.at())
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


async def test_a_lost_phone_opens_nothing_any_more_and_is_told_so(hamlet: Hamlet) -> None:
    _, ids = await with_phoolmati(hamlet)
    before = await owner(hamlet, 5002)
    await claimed(hamlet, "Radha's new one", ids["Radha"])
    acts = await hamlet.rows("SELECT act, member_id FROM record_acts")

    assert (before[0], await owner(hamlet, 5002), await owner(hamlet, 5003), acts) == (
        "Radha",
        (NAMELESS, None),
        ("Radha", Phone.OWN),
        [("relinked", ids["Radha"])],
    )
    lost = await hamlet.read(select_person_of_account, 5002)
    assert lost is not None
    assert await hamlet.rows("SELECT person_id, facts FROM outbox WHERE kind = 'record_left'") == [
        (lost.id, '{"group":"Ekta","number":3}')
    ]


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
