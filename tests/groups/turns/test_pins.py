"""A member's PIN of four pictures: chosen before a second person, tried on any phone."""

from datetime import timedelta

import pytest

from groups.approvals.model import RequestState, SecondPersonNeeded
from groups.joining.acts import joining
from groups.people.model.people import MemberState
from groups.people.model.refusals import NotFound
from groups.privacy.acts import about_me
from groups.turns.acts import pins
from groups.turns.model import LentName, Pin, PinRefused, PinSet, PinTooSimple, TurnOpened
from tests.groups.claiming import carry_out
from tests.groups.hamlet import BEGIN, Hamlet
from tests.groups.shared_phone import OTHER, PIN, Shared, lending


@pytest.fixture
async def shared(hamlet: Hamlet) -> Shared:
    """Return a hamlet with one shared phone."""
    return await lending(hamlet)


async def test_a_pin_waits_for_a_second_person(shared: Shared) -> None:
    await shared.ask("Phoolmati")

    assert (await shared.row("Phoolmati")).pin == PinSet(None, is_asked=True, is_locked=False)


async def test_sisters_with_a_phone_are_asked_to_confirm_it(shared: Shared) -> None:
    await shared.ask("Phoolmati")

    assert await shared.hamlet.told("confirm_pin") == ["Meena", "Radha"]


async def test_a_confirmed_pin_counts_from_that_day(shared: Shared) -> None:
    await shared.set("Phoolmati")

    assert await shared.row("Phoolmati") == LentName(
        shared.ids["Phoolmati"],
        4,
        "Phoolmati",
        PinSet(BEGIN.date(), is_asked=False, is_locked=False),
    )


async def test_she_who_has_a_phone_is_told_on_it_that_pictures_of_hers_were_set(
    shared: Shared,
) -> None:
    await shared.hamlet.decide("Radha", (await shared.ask("Meena")).request.id)
    await shared.set("Phoolmati")
    shared.hamlet.pass_days(1)
    await carry_out(shared.hamlet)

    assert await shared.hamlet.said("pin_set") == [
        ("Meena", {"group": "Ekta", "asked_by": "Sunita"})
    ]


async def test_she_is_told_when_her_pictures_were_set(shared: Shared) -> None:
    before = await shared.hamlet.read(about_me, await shared.hamlet.meet("Meena"))
    await shared.set("Meena")
    after = await shared.hamlet.read(about_me, await shared.hamlet.meet("Meena"))

    assert (before.pin_day, after.pin_day) == (None, BEGIN.date())


async def test_who_lent_the_phone_does_not_confirm_the_pin(shared: Shared) -> None:
    asked = await shared.ask("Phoolmati")

    with pytest.raises(SecondPersonNeeded):
        await shared.hamlet.decide("Sunita", asked.request.id)


async def test_nobody_confirms_a_pin_of_her_own(shared: Shared) -> None:
    asked = await shared.ask("Meena")

    with pytest.raises(SecondPersonNeeded):
        await shared.hamlet.decide("Meena", asked.request.id)


async def test_the_old_pin_counts_until_the_new_one_is_confirmed(shared: Shared) -> None:
    await shared.set("Phoolmati")
    await shared.ask("Phoolmati", OTHER)

    assert isinstance(await shared.try_("Phoolmati", PIN), TurnOpened)


@pytest.mark.both_engines
async def test_a_declined_pin_leaves_the_old_one(shared: Shared) -> None:
    await shared.set("Phoolmati")
    asked = await shared.ask("Phoolmati", OTHER)
    await shared.hamlet.decide("Radha", asked.request.id, is_yes=False)

    assert (await shared.row("Phoolmati")).pin.is_asked is False


async def test_a_new_pin_takes_the_place_of_the_old_after_a_day(shared: Shared) -> None:
    await shared.set("Phoolmati")
    await shared.set("Phoolmati", OTHER)
    shared.hamlet.pass_days(1)
    await carry_out(shared.hamlet)

    tried = [await shared.try_("Phoolmati", pin) for pin in (PIN, OTHER)]
    assert [type(one) for one in tried] == [PinRefused, TurnOpened]


async def test_what_waits_cannot_be_changed_under_the_second_persons_hands(shared: Shared) -> None:
    asked = await shared.ask("Phoolmati")
    again = await shared.ask("Phoolmati", OTHER, by="Meena")
    await shared.hamlet.decide("Radha", asked.request.id)

    assert (again.is_new, type(await shared.try_("Phoolmati", PIN))) == (False, TurnOpened)


async def test_a_pin_of_one_who_rests_meanwhile_lapses(shared: Shared) -> None:
    asked = await shared.ask("Phoolmati")
    await shared.put("Phoolmati", MemberState.FROZEN)

    decided = await shared.hamlet.decide("Radha", asked.request.id)

    assert decided.request.state is RequestState.LAPSED


async def test_a_simple_pin_is_refused(shared: Shared) -> None:
    with pytest.raises(PinTooSimple):
        await shared.ask("Phoolmati", Pin(4 * ("sun",)))


async def test_she_who_leaves_leaves_no_pin_behind(shared: Shared) -> None:
    await shared.set("Meena")
    await shared.hamlet.write(
        joining.leave,
        await shared.hamlet.meet("Meena"),
        new_id=shared.hamlet.new_id,
        at=shared.hamlet.at(),
    )

    assert await shared.hamlet.rows("SELECT member_id FROM pins") == []


async def test_what_happened_to_pins_is_in_the_chain_without_them(shared: Shared) -> None:
    await shared.set("Phoolmati")
    await shared.set("Phoolmati", OTHER)
    shared.hamlet.pass_days(1)
    await carry_out(shared.hamlet)

    acts = await shared.hamlet.rows("SELECT act, by_id FROM pin_acts ORDER BY recorded_at")
    sunita, radha = shared.ids["Sunita"], shared.ids["Radha"]
    assert acts == [("asked", sunita), ("set", radha), ("asked", sunita), ("reset", radha)]


# --- wrong tries --------------------------------------------------------------------------------


async def test_wrong_tries_count_over_all_phones(shared: Shared) -> None:
    await shared.set("Phoolmati")

    refusals = [await shared.try_("Phoolmati", OTHER, by) for by in ("Sunita", "Meena", "Radha")]

    assert refusals == [PinRefused(2, 0), PinRefused(1, 0), PinRefused(0, 60)]


async def test_while_she_waits_not_even_the_right_pictures_are_taken(shared: Shared) -> None:
    await shared.set("Phoolmati")
    for _ in range(3):
        await shared.try_("Phoolmati", OTHER)
    shared.now += timedelta(seconds=30)

    assert await shared.try_("Phoolmati") == PinRefused(0, 30)


async def test_after_the_wait_she_may_try_again(shared: Shared) -> None:
    await shared.set("Phoolmati")
    for _ in range(3):
        await shared.try_("Phoolmati", OTHER)
    shared.now += timedelta(seconds=60)

    assert isinstance(await shared.try_("Phoolmati"), TurnOpened)


@pytest.mark.parametrize(
    ("wrong", "wait_seconds"), [(3, 60), (4, 5 * 60), (5, 30 * 60), (6, 30 * 60)]
)
async def test_a_clock_that_was_set_back_does_not_lengthen_her_wait(
    shared: Shared, wrong: int, wait_seconds: int
) -> None:
    await shared.set("Phoolmati")
    for _ in range(wrong):
        await shared.try_("Phoolmati", OTHER)
        shared.now += timedelta(hours=1)
    shared.now -= timedelta(days=1)

    refused_try = await shared.try_("Phoolmati")
    shared.now += timedelta(seconds=wait_seconds)

    assert refused_try == PinRefused(0, wait_seconds)
    assert isinstance(await shared.try_("Phoolmati"), TurnOpened)


async def test_a_clock_that_was_set_back_takes_no_try_that_is_left(shared: Shared) -> None:
    await shared.set("Phoolmati")
    await shared.try_("Phoolmati", OTHER)
    shared.now -= timedelta(days=1)

    assert isinstance(await shared.try_("Phoolmati"), TurnOpened)


async def test_the_right_pictures_forgive_the_wrong_ones(shared: Shared) -> None:
    await shared.set("Phoolmati")
    for pin in (OTHER, OTHER, PIN):
        await shared.try_("Phoolmati", pin)

    assert await shared.try_("Phoolmati", OTHER) == PinRefused(2, 0)


async def locked(shared: Shared) -> Shared:
    """Return the hamlet after ten wrong tries."""
    await shared.set("Phoolmati")
    for _ in range(10):
        await shared.try_("Phoolmati", OTHER)
        shared.now += timedelta(hours=1)
    return shared


async def test_after_ten_wrong_tries_her_pin_rests(shared: Shared) -> None:
    await locked(shared)

    assert (await shared.try_("Phoolmati"), (await shared.row("Phoolmati")).pin.is_locked) == (
        PinRefused(0, None),
        True,
    )


async def test_two_persons_and_a_day_open_it_again(shared: Shared) -> None:
    await locked(shared)
    await shared.set("Phoolmati", OTHER)
    shared.hamlet.pass_days(1)
    await carry_out(shared.hamlet)

    assert isinstance(await shared.try_("Phoolmati", OTHER), TurnOpened)


async def test_the_list_names_who_may_have_a_turn(shared: Shared) -> None:
    with pytest.raises(NotFound):
        await shared.hamlet.read(
            pins.name, await shared.hamlet.meet("Sunita"), shared.group.id, "nobody"
        )


async def test_words_by_another_hand_are_for_those_who_deal_with_them(shared: Shared) -> None:
    hamlet, group_id = shared.hamlet, shared.group.id
    hers, others = [
        await hamlet.read(pins.names_page, await hamlet.meet(name), group_id)
        for name in ("Sunita", "Radha")
    ]

    seen = [[one.member_id for one in page.names] for page in (hers, others)]
    assert (hers.may_hand, others.may_hand, seen[0]) == (True, False, seen[1])
