"""Two records of one woman become one: one person, one account, one record of money and conduct."""

import pytest

from groups.founding.acts import founding
from groups.joining.acts import joining, leaving, merging
from groups.joining.acts.merging import MergeAsked, MergeReason
from groups.joining.model import CannotMerge
from groups.people.model.group import Group
from groups.people.model.people import Actor, MemberState, Phone, Tie
from groups.people.model.refusals import NotFound, NotYours, ReasonMissing, Refusal
from groups.people.rules.names import NAMELESS
from groups.people.store.kinships import select_ties_of
from groups.people.store.members import select_member, select_member_of_person
from groups.people.store.persons import select_person_of_account
from groups.programme.acts import facilitators
from groups.verifying.facts import DIGESTED
from ledger.verify import verify
from tests.groups.claiming import carry_out
from tests.groups.hamlet import Hamlet

ONE_WOMAN = MergeReason("I know her")


async def looked_after(hamlet: Hamlet, *names: str) -> tuple[Group, dict[str, str]]:
    """A group of these members with the facilitator Asha; also return all member ids."""
    head = await hamlet.head()
    group = await hamlet.found()
    group = await hamlet.write(founding.admit, head, group.id, at=hamlet.at())
    return group, {name: await hamlet.joined(name, group) for name in ("Sunita", *names)}


async def add(hamlet: Hamlet, group: Group, name: str, second: str) -> str:
    """Add a member without a phone, confirmed by a second person; return her id."""
    added = await hamlet.add(name, group)
    await hamlet.decide(second, added.request.id)
    return added.member.id


async def ask_merge(
    hamlet: Hamlet, kept_id: str, gone: str, why: MergeReason = ONE_WOMAN, by: str = "Asha"
) -> MergeAsked:
    return await hamlet.write(
        merging.merge,
        await hamlet.meet(by),
        kept_id,
        gone,
        why,
        new_id=hamlet.new_id,
        at=hamlet.at(),
    )


async def merge(hamlet: Hamlet, kept_id: str, gone: str, why: MergeReason = ONE_WOMAN) -> None:
    """Ask to merge two records; two days pass, and nobody stops it."""
    await ask_merge(hamlet, kept_id, gone, why)
    hamlet.pass_days(2)
    assert await carry_out(hamlet) == 1


async def state(hamlet: Hamlet, member_id: str) -> tuple[MemberState, Phone]:
    member = await hamlet.read(select_member, member_id)
    assert member is not None
    return member.state, member.phone


async def two_of_dulari(hamlet: Hamlet) -> tuple[Group, dict[str, str]]:
    """Dulari was added without a phone, and later joined by herself: two records."""
    group, ids = await looked_after(hamlet, "Meena")
    ids["old"] = await add(hamlet, group, "Dulari", "Meena")
    return group, {**ids, "new": await hamlet.joined("Dulari", group)}


# --- within a group -------------------------------------------------------------------------------


async def test_the_first_record_stays_with_her_phone_and_the_second_leaves(
    hamlet: Hamlet,
) -> None:
    _, ids = await two_of_dulari(hamlet)
    await merge(hamlet, ids["old"], ids["new"])
    person = await hamlet.read(select_person_of_account, 5003)
    old = await hamlet.read(select_member, ids["old"])

    assert person is not None
    assert old is not None
    assert (old.person_id, old.phone, await state(hamlet, ids["new"])) == (
        person.id,
        Phone.OWN,
        (MemberState.LEFT, Phone.OWN),
    )


async def test_it_is_recorded_with_its_reason_and_the_books_are_sound(hamlet: Hamlet) -> None:
    _, ids = await two_of_dulari(hamlet)
    await merge(hamlet, ids["old"], ids["new"])
    acts = await hamlet.rows(
        "SELECT a.act, a.member_id, a.other_id, w.text FROM record_acts a"
        " JOIN words w ON w.id = a.word_id ORDER BY a.recorded_at"
    )
    async with hamlet.database.long_read() as rows:
        verification = await verify(rows, DIGESTED)

    asked, merged = [
        (act, ids["new"], ids["old"], "I know her") for act in ("merge_asked", "merged")
    ]
    assert acts == [asked, merged]
    assert verification.is_sound


async def test_her_consent_is_not_taken_back_by_it(hamlet: Hamlet) -> None:
    _, ids = await two_of_dulari(hamlet)
    await merge(hamlet, ids["old"], ids["new"])

    assert await hamlet.rows("SELECT id FROM consents WHERE act = 'withdrawn'") == []


async def test_she_and_the_office_bearers_are_told(hamlet: Hamlet) -> None:
    _, ids = await two_of_dulari(hamlet)
    await merge(hamlet, ids["old"], ids["new"])
    rows = await hamlet.rows("SELECT person_id FROM outbox WHERE kind = 'records_merged'")
    person_ids = {person_id for (person_id,) in rows}
    members = [await hamlet.read(select_member, ids[name]) for name in ("Sunita", "old")]

    assert person_ids == {member.person_id for member in members if member}


@pytest.mark.parametrize("one_phone", [True, False])
async def test_the_group_reads_whose_records_were_put_together(
    hamlet: Hamlet, *, one_phone: bool
) -> None:
    group, ids = await two_of_dulari(hamlet)
    third = await add(hamlet, group, "Phool", "Meena")
    await merge(hamlet, ids["old"], ids["new"] if one_phone else third)

    [(to, facts)] = await hamlet.said("merge_told")
    assert (to, facts) == (None, {"name": "Dulari", "number": 3})


async def test_kin_of_the_second_is_kin_of_the_first(hamlet: Hamlet) -> None:
    group, ids = await two_of_dulari(hamlet)
    for other in (ids["Meena"], ids["old"]):
        asked = await hamlet.write(
            joining.declare_tie,
            await hamlet.meet("Dulari"),
            other,
            Tie.KIN,
            new_id=hamlet.new_id,
            at=hamlet.at(),
        )
        assert asked.waits
    rows = await hamlet.rows("SELECT id FROM second_person WHERE kind = 'kinship'")
    for (request_id,) in rows:
        await hamlet.decide("Meena", request_id)
    ties = await hamlet.read(select_ties_of, group.id, ids["old"])
    await merge(hamlet, ids["old"], ids["new"])

    assert len(ties) == 1
    assert (ids["Meena"], Tie.KIN) in await hamlet.read(select_ties_of, group.id, ids["old"])


async def test_a_tie_that_both_have_is_not_told_twice(hamlet: Hamlet) -> None:
    group, ids = await two_of_dulari(hamlet)
    for of in ("old", "new"):
        asked = await hamlet.write(
            joining.declare_tie,
            await hamlet.meet("Sunita"),
            ids["Meena"],
            Tie.KIN,
            of_member_id=ids[of],
            new_id=hamlet.new_id,
            at=hamlet.at(),
        )
        assert asked.waits
    rows = await hamlet.rows("SELECT id FROM second_person WHERE kind = 'kinship'")
    for (request_id,) in rows:
        await hamlet.decide("Meena", request_id)
    await merge(hamlet, ids["old"], ids["new"])

    assert await hamlet.read(select_ties_of, group.id, ids["old"]) == ((ids["Meena"], Tie.KIN),)


@pytest.mark.parametrize("takes_phone", [False, True])
async def test_of_two_phones_the_facilitator_says_which_is_hers(
    hamlet: Hamlet, *, takes_phone: bool
) -> None:
    group, ids = await looked_after(hamlet, "Meena", "Meena's new phone")
    await merge(hamlet, ids["Meena"], ids["Meena's new phone"], MergeReason("lost", takes_phone))
    meena = await hamlet.read(select_member, ids["Meena"])
    persons = [await hamlet.read(select_person_of_account, at) for at in (5002, 5003)]
    told = await hamlet.rows("SELECT person_id FROM outbox WHERE kind = 'record_left'")

    assert group.name == "Ekta"
    assert meena is not None
    hers, other = reversed(persons) if takes_phone else persons
    assert hers is not None
    assert other is not None
    assert (hers.id, other.name, told) == (meena.person_id, NAMELESS, [(other.id,)])


async def test_a_record_that_was_left_before_can_go_into_one_that_stands(hamlet: Hamlet) -> None:
    _, ids = await two_of_dulari(hamlet)
    asked = await hamlet.write(
        leaving.ask,
        await hamlet.meet("Sunita"),
        ids["old"],
        new_id=hamlet.new_id,
        at=hamlet.at(),
    )
    await hamlet.decide("Meena", asked.request.id)
    await merge(hamlet, ids["new"], ids["old"])

    assert await state(hamlet, ids["new"]) == (MemberState.ACTIVE, Phone.OWN)


async def test_who_leaves_after_it_comes_back_as_the_one_that_stayed(hamlet: Hamlet) -> None:
    group, ids = await two_of_dulari(hamlet)
    await merge(hamlet, ids["old"], ids["new"])
    person = await hamlet.read(select_person_of_account, 5003)
    assert person is not None
    await hamlet.write(joining.leave, Actor(person.id), new_id=hamlet.new_id, at=hamlet.at())
    left = await hamlet.read(select_member_of_person, group.id, person.id)

    assert left is not None
    assert left.id == ids["old"]


# --- across groups --------------------------------------------------------------------------------


async def two_groups(hamlet: Hamlet) -> tuple[str, str]:
    """Dulari has joined one group; Rani added her without a phone to another."""
    group, _ = await looked_after(hamlet)
    one = await hamlet.joined("Dulari", group)
    other = await hamlet.found("Rani", chat_id=-200)
    other = await hamlet.write(founding.admit, await hamlet.meet("Asha"), other.id, at=hamlet.at())
    await hamlet.joined("Rani", other)
    await hamlet.joined("Bela", other)
    added = await hamlet.add("Dulari", other, "Rani")
    await hamlet.decide("Bela", added.request.id)
    return one, added.member.id


async def test_she_leaves_one_of_two_groups_first(hamlet: Hamlet) -> None:
    one, other = await two_groups(hamlet)

    with pytest.raises(CannotMerge) as refusal:
        await ask_merge(hamlet, other, one)

    assert refusal.value == CannotMerge("both_stand")


async def test_then_she_is_one_person_in_both(hamlet: Hamlet) -> None:
    one, other = await two_groups(hamlet)
    dulari = await hamlet.meet("Dulari")
    await hamlet.write(joining.leave, dulari, new_id=hamlet.new_id, at=hamlet.at())
    await merge(hamlet, other, one)
    members = [await hamlet.read(select_member, it) for it in (one, other)]
    persons = {member.person_id for member in members if member}
    acts = await hamlet.rows("SELECT act, member_id FROM record_acts ORDER BY recorded_at")

    assert (len(persons), acts) == (1, [("merge_asked", one), ("united", one)])
    assert await state(hamlet, other) == (MemberState.ACTIVE, Phone.OWN)


# --- refusals -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("by", "refusal"), [("Sunita", NotYours("facilitator")), ("Rani", NotFound())]
)
async def test_nobody_but_the_facilitator_merges(hamlet: Hamlet, by: str, refusal: Refusal) -> None:
    _, ids = await two_of_dulari(hamlet)

    with pytest.raises(Refusal) as refused:
        await ask_merge(hamlet, ids["old"], ids["new"], by=by)

    assert refused.value == refusal


async def test_what_cannot_be_put_together(hamlet: Hamlet) -> None:
    group, ids = await two_of_dulari(hamlet)
    radha = await hamlet.meet("Radha")
    head = await hamlet.meet("Asha")
    await hamlet.joined("Radha", group)
    [(radha_id,)] = await hamlet.rows("SELECT id FROM members WHERE number = 5")
    await hamlet.write(
        facilitators.name_facilitator, head, radha.person_id, new_id=hamlet.new_id, at=hamlet.at()
    )
    ids["gone"] = await hamlet.joined("Kamla", group)
    kamla = await hamlet.meet("Kamla")
    await hamlet.write(leaving.withdraw, kamla, group.id, new_id=hamlet.new_id, at=hamlet.at())
    tried: list[tuple[str, str, str]] = [
        ("same", ids["old"], ids["old"]),
        ("kept_left", ids["gone"], ids["old"]),
        ("facilitator", ids["old"], radha_id),
        ("erased", ids["old"], ids["gone"]),
    ]
    for why, kept_id, gone in tried:
        with pytest.raises(CannotMerge) as refusal:
            await ask_merge(hamlet, kept_id, gone)
        assert refusal.value == CannotMerge(why)


async def test_it_needs_a_reason_and_two_records_that_are_there(hamlet: Hamlet) -> None:
    _, ids = await two_of_dulari(hamlet)

    with pytest.raises(ReasonMissing):
        await ask_merge(hamlet, ids["old"], ids["new"], MergeReason(" "))
    with pytest.raises(NotFound):
        await ask_merge(hamlet, ids["old"], "nobody")
