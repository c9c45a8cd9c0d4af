"""Who has a phone sets her pictures on it; others open nothing of hers by surprise."""

import pytest

from groups.approvals.model import RequestState
from groups.approvals.store import select_request
from groups.people.model.people import MemberState, Role
from groups.people.model.refusals import AlreadyDecided, NotAMember, NotFound
from groups.turns.acts import pins, turns
from groups.turns.model import PinRefused, TurnOff, TurnOpened, TurnOver
from groups.verifying.facts import DIGESTED
from ledger.verify import verify
from tests.groups.claiming import carry_out, claimed, ended, pending_id
from tests.groups.hamlet import Hamlet
from tests.groups.shared_phone import OTHER, PHONE, PIN, Shared, lending


@pytest.fixture
async def shared(hamlet: Hamlet) -> Shared:
    """Return a hamlet with one shared phone; Meena and Radha have their own."""
    return await lending(hamlet)


async def attacked(shared: Shared) -> str:
    """Sunita chooses pictures for Meena, who allows her turn; Radha confirms. Return what waits."""
    await shared.set("Meena")
    await shared.allow("Meena")
    asked = await shared.ask("Meena", OTHER)
    await shared.hamlet.decide("Radha", asked.request.id)
    return await pending_id(shared.hamlet)


async def opens(shared: Shared) -> list[bool]:
    """Return whether the old pictures and the new ones open Meena's turn."""
    tried = [await shared.try_("Meena", pin) for pin in (PIN, OTHER)]
    return [isinstance(one, TurnOpened) for one in tried]


# --- her own pictures -----------------------------------------------------------------------------


async def test_her_own_pictures_count_at_once_and_nobody_is_asked(shared: Shared) -> None:
    await shared.set("Meena")
    await shared.allow("Meena")
    asked = await shared.hamlet.rows("SELECT id FROM second_person WHERE kind = 'pin'")
    acts = await shared.hamlet.rows("SELECT act, by_id FROM pin_acts ORDER BY recorded_at")
    meena = shared.ids["Meena"]

    assert (await opens(shared), asked) == ([True, False], [])
    assert acts == [("set", meena), ("turn_on", meena)]


async def test_new_ones_of_her_own_take_the_place_of_hers_and_of_others(shared: Shared) -> None:
    await shared.set("Meena")
    await shared.allow("Meena")
    asked = await shared.ask("Meena", PIN)
    await shared.set("Meena", OTHER)
    request = await shared.hamlet.read(select_request, asked.request.id)

    assert request is not None
    assert (request.state, await opens(shared)) == (RequestState.LAPSED, [False, True])
    assert await shared.hamlet.rows("SELECT state FROM pending_changes") == [("lapsed",)]


# --- the story: attacker, victim notified, victim stops, time passes ------------------------------


@pytest.mark.both_engines
async def test_she_hears_of_new_pictures_at_once_and_stops_them(shared: Shared) -> None:
    id_ = await attacked(shared)
    heard = await shared.hamlet.told("pending_pictures")
    await ended(shared.hamlet, "Meena", id_, stops=True)
    shared.hamlet.pass_days(30)
    done = await carry_out(shared.hamlet)

    assert (heard, done, await opens(shared)) == (["Meena"], 0, [True, False])
    assert await shared.hamlet.told("pending_stopped") == ["Sunita"]
    async with shared.hamlet.database.long_read() as read:
        assert (await verify(read, DIGESTED)).is_sound


@pytest.mark.both_engines
async def test_unless_she_stops_them_they_count_after_a_day(shared: Shared) -> None:
    await attacked(shared)
    early = await opens(shared), await carry_out(shared.hamlet)
    shared.hamlet.pass_days(1)
    done = await carry_out(shared.hamlet)

    assert early == ([True, False], 0)
    assert (done, await opens(shared)) == (1, [False, True])
    assert await shared.hamlet.told("pin_set") == ["Meena"]


async def test_her_yes_is_enough(shared: Shared) -> None:
    await shared.allow("Meena")
    await shared.ask("Meena", OTHER)
    await ended(shared.hamlet, "Meena", await pending_id(shared.hamlet), stops=False)

    assert await opens(shared) == [False, True]


async def test_a_no_of_the_second_person_ends_it(shared: Shared) -> None:
    await shared.allow("Meena")
    asked = await shared.ask("Meena", OTHER)
    id_ = await pending_id(shared.hamlet)
    await shared.hamlet.decide("Radha", asked.request.id, is_yes=False)

    with pytest.raises(AlreadyDecided):
        await ended(shared.hamlet, "Meena", id_, stops=True)


async def test_pictures_of_one_who_rests_meanwhile_lapse(shared: Shared) -> None:
    await attacked(shared)
    await shared.put("Meena", MemberState.FROZEN)
    shared.hamlet.pass_days(1)
    await carry_out(shared.hamlet)

    assert await shared.hamlet.rows("SELECT state FROM pending_changes") == [("lapsed",)]


async def test_pictures_asked_for_before_she_had_a_phone_wait_too(shared: Shared) -> None:
    hamlet = shared.hamlet
    asked = await shared.ask("Phoolmati")
    await hamlet.write(
        lambda tx: tx.run(
            "INSERT INTO telegram_accounts (telegram_id, person_id, language_code, reachable)"
            " SELECT 7000, person_id, 'hi', 1 FROM members WHERE id = :id",
            id=shared.ids["Phoolmati"],
        )
    )
    await hamlet.decide("Radha", asked.request.id)

    assert await hamlet.rows("SELECT kind, state FROM pending_changes") == [("pictures", "waiting")]


# --- her turn on others' phones -------------------------------------------------------------------


async def test_the_turn_of_one_with_a_phone_is_off_until_she_turns_it_on(shared: Shared) -> None:
    await shared.set("Meena")
    with pytest.raises(TurnOff):
        await shared.try_("Meena")
    await shared.allow("Meena")

    assert isinstance(await shared.try_("Meena"), TurnOpened)


async def test_wrong_pictures_are_not_even_counted_while_it_is_off(shared: Shared) -> None:
    await shared.set("Meena")
    with pytest.raises(TurnOff):
        await shared.try_("Meena", OTHER)
    await shared.allow("Meena")

    assert await shared.try_("Meena", OTHER) == PinRefused(2, 0)


@pytest.mark.both_engines
async def test_turning_it_off_ends_a_turn_that_is_open(shared: Shared) -> None:
    await shared.set("Meena")
    await shared.allow("Meena")
    turn = await shared.turn("Meena")
    await shared.allow("Meena", is_on=False)

    with pytest.raises(TurnOver):
        await shared.hamlet.read(turns.whose, turn.turn_id, PHONE, now=shared.now)
    with pytest.raises(TurnOff):
        await shared.try_("Meena")


async def test_a_second_time_changes_nothing(shared: Shared) -> None:
    assert [await shared.allow("Meena") for _ in range(2)] == [True, False]
    assert await shared.hamlet.rows("SELECT act FROM pin_acts") == [("turn_on",)]


async def test_who_is_no_member_has_no_turn_to_allow(shared: Shared) -> None:
    hamlet = shared.hamlet
    await hamlet.meet("Asha")
    shared.ids["Asha"] = ""

    with pytest.raises(NotFound):
        await shared.allow("Asha")


async def test_a_facilitator_who_is_no_member_has_none_either(shared: Shared) -> None:
    hamlet = shared.hamlet
    asha = await hamlet.head()
    await hamlet.write(
        lambda tx: tx.run("UPDATE groups SET facilitator_id = :id", id=asha.person_id)
    )

    with pytest.raises(NotAMember):
        await shared.allow("Asha")


async def test_a_sister_who_gets_a_phone_has_her_turn_off_from_then_on(shared: Shared) -> None:
    hamlet = shared.hamlet
    await hamlet.give_role(shared.group, shared.ids["Meena"], Role.SECRETARY)
    await shared.set("Phoolmati")
    before = await shared.row("Phoolmati")
    await claimed(hamlet, "Phool", shared.ids["Phoolmati"])

    with pytest.raises(TurnOff):
        await shared.try_("Phoolmati")
    assert (before.is_open, (await shared.row("Phoolmati")).is_open) == (True, False)


async def test_the_list_says_whose_turn_can_be_opened_here(shared: Shared) -> None:
    await shared.allow("Radha")
    page = await shared.hamlet.read(pins.names, await shared.hamlet.meet("Sunita"), shared.group.id)

    assert [(it.name, it.is_open, it.is_own) for it in page] == [
        ("Sunita", False, True),
        ("Meena", False, False),
        ("Radha", True, False),
        ("Phoolmati", True, False),
    ]
