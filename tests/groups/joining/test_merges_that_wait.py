"""Whose record would be lost by a merge is asked first, and nobody's elsewhere is taken by it."""

from collections.abc import Awaitable, Callable

import pytest

from groups.founding.acts import founding
from groups.joining.acts import joining
from groups.joining.acts.merging import MergeReason
from groups.joining.model import CannotMerge
from groups.pending.model import StoppedBefore
from groups.people.model.group import Group
from groups.people.model.people import MemberState, Phone
from groups.people.model.refusals import NotFound
from groups.people.store.members import select_member
from groups.people.store.persons import select_person_of_account
from groups.verifying.facts import DIGESTED
from ledger.verify import verify
from tests.groups.claiming import carry_out, ended, has_pictures, pending_id
from tests.groups.hamlet import Hamlet
from tests.groups.joining.test_merging import (
    add,
    ask_merge,
    looked_after,
    merge,
    state,
    two_groups,
    two_of_dulari,
)

# --- whose record she would lose ------------------------------------------------------------------


async def facts_of_phones(hamlet: Hamlet, *names: str) -> list[str | None]:
    """Return whose record the accounts of these persons open."""
    persons = [
        await hamlet.read(select_person_of_account, hamlet.telegram_id(name)) for name in names
    ]
    return [person.name if person else None for person in persons]


@pytest.mark.both_engines
@pytest.mark.parametrize("stopper", ["Radha", "Accomp", "Asha"])
async def test_a_phone_that_would_lose_its_record_is_asked_and_stops_it(
    hamlet: Hamlet, stopper: str
) -> None:
    _, ids = await looked_after(hamlet, "Radha", "Accomp")
    await ask_merge(hamlet, ids["Radha"], ids["Accomp"], MergeReason("one", takes_phone=True))
    heard = await hamlet.told("pending_merge"), await hamlet.told("pending_merge_facilitator")
    at_once = await facts_of_phones(hamlet, "Radha", "Accomp")
    await ended(hamlet, stopper, await pending_id(hamlet), stops=True)
    hamlet.pass_days(30)
    acts = await hamlet.rows("SELECT act FROM record_acts ORDER BY recorded_at, act")

    assert (sorted(map(str, heard[0])), heard[1]) == (["Accomp", "Radha"], ["Asha"])
    assert (at_once, await carry_out(hamlet)) == (["Radha", "Accomp"], 0)
    assert await facts_of_phones(hamlet, "Radha", "Accomp") == ["Radha", "Accomp"]
    assert acts == [("merge_asked",), ("merge_stopped",)]
    others = {"Radha", "Accomp", "Asha"} - {stopper}
    assert sorted(map(str, await hamlet.told("pending_stopped"))) == sorted(others)
    async with hamlet.database.long_read() as rows:
        assert (await verify(rows, DIGESTED)).is_sound


async def test_she_stops_it_also_from_another_group(hamlet: Hamlet) -> None:
    one, other = await two_phones_in_two_groups(hamlet)
    await ask_merge(hamlet, other, one)
    await ended(hamlet, "Bela", await pending_id(hamlet), stops=True)

    assert await hamlet.told("pending_merge") == ["Dulari", "Bela"]
    assert await facts_of_phones(hamlet, "Dulari", "Bela") == ["Dulari", "Bela"]


async def two_phones_in_two_groups(hamlet: Hamlet) -> tuple[str, str]:
    """Dulari left one group, and Bela is a member of another; each has a phone."""
    one, _ = await two_groups(hamlet)
    dulari = await hamlet.meet("Dulari")
    await hamlet.write(joining.leave, dulari, new_id=hamlet.new_id, at=hamlet.at())
    [(bela,)] = await hamlet.rows(
        "SELECT m.id FROM members m JOIN persons p ON p.id = m.person_id WHERE p.name = 'Bela'"
    )
    return one, bela


async def test_nobody_else_stops_it_and_nobody_hurries_it(hamlet: Hamlet) -> None:
    _, ids = await looked_after(hamlet, "Radha", "Accomp")
    await ask_merge(hamlet, ids["Radha"], ids["Accomp"])
    id_ = await pending_id(hamlet)

    for name, stops in (("Sunita", True), ("Rani", True), ("Accomp", False), ("Asha", False)):
        with pytest.raises(NotFound):
            await ended(hamlet, name, id_, stops=stops)


async def test_pictures_are_a_way_in_like_a_phone(hamlet: Hamlet) -> None:
    _, ids = await two_of_dulari(hamlet)
    await hamlet.write(has_pictures, ids["old"])

    await ask_merge(hamlet, ids["old"], ids["new"])
    [(_, card)] = await hamlet.said("pending_merge")
    assert card["takes_phone"]  # the only phone of the two is that of the record that goes
    [(_, card)] = await hamlet.said("pending_merge_facilitator")
    assert not card["is_notified"]


async def test_asked_twice_one_waits_and_another_pair_takes_its_place(hamlet: Hamlet) -> None:
    _, ids = await looked_after(hamlet, "Radha", "Accomp", "Kamla")
    for kept in ("Radha", "Radha", "Kamla"):
        await ask_merge(hamlet, ids[kept], ids["Accomp"])

    assert await hamlet.rows("SELECT state FROM pending_changes ORDER BY asked_at") == [
        ("lapsed",),
        ("waiting",),
    ]


async def radha_leaves_meanwhile(hamlet: Hamlet, _group: Group) -> None:
    radha = await hamlet.meet("Radha")
    await hamlet.write(joining.leave, radha, new_id=hamlet.new_id, at=hamlet.at())


async def asha_is_concerned_meanwhile(hamlet: Hamlet, group: Group) -> None:
    await hamlet.joined("Asha", group)


@pytest.mark.parametrize("happens", [radha_leaves_meanwhile, asha_is_concerned_meanwhile])
async def test_what_could_not_be_asked_any_more_is_not_carried_out(
    hamlet: Hamlet, happens: Callable[[Hamlet, Group], Awaitable[None]]
) -> None:
    group, ids = await looked_after(hamlet, "Radha", "Accomp")
    await ask_merge(hamlet, ids["Radha"], ids["Accomp"])
    await happens(hamlet, group)
    hamlet.pass_days(2)
    await carry_out(hamlet)

    assert await hamlet.rows("SELECT state FROM pending_changes") == [("lapsed",)]
    assert (await state(hamlet, ids["Accomp"]))[0] is MemberState.ACTIVE


# --- whoever is a member elsewhere ----------------------------------------------------------------


async def left_for_chayas_group(hamlet: Hamlet) -> tuple[Group, dict[str, str]]:
    """Vimla left Bina's group and is active in Chaya's; Accomp has left another group of Bina's."""
    await hamlet.head()
    ids = {}
    for name in ("Bina", "Chaya"):
        await hamlet.name(name)
    bina, chaya = await hamlet.meet("Bina"), await hamlet.meet("Chaya")
    groups = {}
    for n, (by, facilitator) in enumerate((("Lata", bina), ("Rani", chaya), ("Tara", bina))):
        group = await hamlet.found(by, chat_id=-300 - n)
        groups[by] = await hamlet.write(founding.admit, facilitator, group.id, at=hamlet.at())
    ids["Friend"] = await hamlet.joined("Friend", groups["Lata"])
    for name, by in (("Vimla", "Lata"), ("Accomp", "Tara")):
        ids[name] = await hamlet.joined(name, groups[by])
        actor = await hamlet.meet(name)
        await hamlet.write(joining.leave, actor, new_id=hamlet.new_id, at=hamlet.at())
    ids["Vimla now"] = await hamlet.joined("Vimla", groups["Rani"])
    return groups["Rani"], ids


@pytest.mark.parametrize("kept", ["Accomp", "Friend"])
@pytest.mark.parametrize("takes_phone", [True, False])
async def test_a_record_is_not_taken_with_one_that_stands_elsewhere(
    hamlet: Hamlet, kept: str, *, takes_phone: bool
) -> None:
    _, ids = await left_for_chayas_group(hamlet)
    before = await hamlet.read(select_member, ids["Vimla now"])

    with pytest.raises(CannotMerge) as refusal:
        await ask_merge(hamlet, ids[kept], ids["Vimla"], MergeReason("x", takes_phone), by="Bina")

    assert refusal.value == CannotMerge("stands_elsewhere")
    assert await hamlet.read(select_member, ids["Vimla now"]) == before


async def test_nor_with_one_that_is_left_in_anothers_group(hamlet: Hamlet) -> None:
    _, ids = await left_for_chayas_group(hamlet)
    vimla = await hamlet.meet("Vimla")
    await hamlet.write(joining.leave, vimla, new_id=hamlet.new_id, at=hamlet.at())

    with pytest.raises(CannotMerge) as refusal:
        await ask_merge(hamlet, ids["Friend"], ids["Vimla"], by="Bina")

    assert refusal.value == CannotMerge("elsewhere")


async def test_a_part_of_one_record_goes_into_no_other(hamlet: Hamlet) -> None:
    group, ids = await two_of_dulari(hamlet)
    await merge(hamlet, ids["old"], ids["new"])
    friend = await hamlet.joined("Friend", group)

    with pytest.raises(CannotMerge) as refusal:
        await ask_merge(hamlet, friend, ids["new"])

    assert refusal.value == CannotMerge("same")


# --- a record that nobody enters ------------------------------------------------------------------


async def test_a_record_that_nobody_enters_waits_too_and_its_office_bearers_are_told(
    hamlet: Hamlet,
) -> None:
    group, ids = await two_of_dulari(hamlet)
    ids["third"] = await add(hamlet, group, "Phool", "Meena")
    await ask_merge(hamlet, ids["old"], ids["third"])

    assert await state(hamlet, ids["third"]) == (MemberState.ACTIVE, Phone.NONE)
    assert await hamlet.told("pending_merge_officer") == ["Sunita"]
    assert await hamlet.told("pending_merge_facilitator") == ["Asha"]
    hamlet.pass_days(2)
    assert await carry_out(hamlet) == 1
    assert (await state(hamlet, ids["third"]))[0] is MemberState.LEFT


@pytest.mark.parametrize("by", ["Meena", "Rani"])
async def test_an_office_bearer_stops_it_in_her_place_and_nobody_else(
    hamlet: Hamlet, by: str
) -> None:
    group, ids = await two_of_dulari(hamlet)
    third = await add(hamlet, group, "Phool", "Meena")
    await ask_merge(hamlet, ids["new"], third)
    id_ = await pending_id(hamlet)

    with pytest.raises(NotFound):
        await ended(hamlet, by, id_, stops=True)
    await ended(hamlet, "Sunita", id_, stops=True)

    told = await hamlet.said("pending_stopped")
    assert {facts["by_officer"] for _, facts in told} == {True}
    with pytest.raises(StoppedBefore) as refusal:
        await ask_merge(hamlet, third, ids["new"])
    assert refusal.value.by_facilitator


async def test_an_office_bearer_of_the_other_group_stops_it_too(hamlet: Hamlet) -> None:
    one, other = await two_groups(hamlet)
    dulari = await hamlet.meet("Dulari")
    await hamlet.write(joining.leave, dulari, new_id=hamlet.new_id, at=hamlet.at())
    await ask_merge(hamlet, other, one)

    assert await hamlet.told("pending_merge_officer") == ["Rani"]
    with pytest.raises(NotFound):  # hers is the group of the record that somebody enters
        await ended(hamlet, "Sunita", await pending_id(hamlet), stops=True)
    assert (await ended(hamlet, "Rani", await pending_id(hamlet), stops=True)).is_new
