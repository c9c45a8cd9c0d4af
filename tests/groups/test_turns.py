"""Her PIN, and her turn on a phone that another holds."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from groups import joining, pins, turns
from groups.model.group import Group
from groups.model.people import MemberState
from groups.model.pins import LentName, Pin, PinRefused, PinSet, TurnNow, TurnOpened
from groups.model.refusals import (
    NotFound,
    PinTooSimple,
    SecondPersonNeeded,
    TurnOver,
)
from groups.model.second_person import Asked, RequestState
from groups.store.digested import DIGESTED
from groups.store.members import select_member, update_member_state
from ledger.verify import verify
from storage.tx import Tx
from tests.groups.hamlet import BEGIN, Hamlet

KEY = b"a key made of the bot's token"
PIN = Pin(("sun", "moon", "fish", "pot"))
OTHER = Pin(("sun", "moon", "fish", "sun"))
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
PHONE = 5000  # Sunita's account, the first that the hamlet meets


@dataclass(slots=True)
class Shared:
    """A hamlet in which Sunita's phone serves all; Phoolmati has none."""

    hamlet: Hamlet
    group: Group
    ids: dict[str, str]
    now: datetime = NOW

    async def ask(self, name: str, pin: Pin = PIN, by: str = "Sunita") -> Asked:
        """Somebody's pictures are entered twice on a phone."""
        return await self.hamlet.write(
            pins.ask_pin,
            await self.hamlet.meet(by),
            self.group.id,
            self.ids[name],
            (pin, pin),
            KEY,
            new_id=self.hamlet.new_id,
            at=self.hamlet.at(),
        )

    async def set(self, name: str, pin: Pin = PIN) -> None:
        """Somebody's pictures count."""
        await self.hamlet.decide("Radha", (await self.ask(name, pin)).request.id)

    async def try_(self, name: str, pin: Pin = PIN, by: str = "Sunita") -> TurnOpened | PinRefused:
        """Somebody enters her pictures on a phone."""
        return await self.hamlet.write(
            turns.open_turn,
            await self.hamlet.meet(by),
            self.group.id,
            self.ids[name],
            pin,
            KEY,
            new_id=self.hamlet.new_id,
            now=self.now,
        )

    async def turn(self, name: str = "Phoolmati") -> TurnOpened:
        """It is somebody's turn."""
        opened = await self.try_(name)
        assert isinstance(opened, TurnOpened)
        return opened

    async def row(self, name: str) -> LentName:
        """Somebody on the list of whose turn it can be."""
        sunita = await self.hamlet.meet("Sunita")
        return await self.hamlet.read(pins.name, sunita, self.group.id, self.ids[name])

    async def put(self, name: str, state: MemberState) -> None:
        """Somebody's membership stands so."""

        def act(tx: Tx) -> None:
            member = select_member(tx, self.ids[name])
            assert member is not None
            update_member_state(tx, member, state)

        await self.hamlet.write(act)


@pytest.fixture
async def shared(hamlet: Hamlet) -> Shared:
    """Return a hamlet with one shared phone."""
    group, ids = await hamlet.village("Meena", "Radha")
    added = await hamlet.add("Phoolmati", group)
    await hamlet.decide("Meena", added.request.id)
    return Shared(hamlet, group, {**ids, "Phoolmati": added.member.id})


# --- the PIN ------------------------------------------------------------------------------------


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
        is_own_phone=False,
    )


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


async def test_a_declined_pin_leaves_the_old_one(shared: Shared) -> None:
    await shared.set("Phoolmati")
    asked = await shared.ask("Phoolmati", OTHER)
    await shared.hamlet.decide("Radha", asked.request.id, is_yes=False)

    assert (await shared.row("Phoolmati")).pin.is_asked is False


async def test_a_new_pin_takes_the_place_of_the_old(shared: Shared) -> None:
    await shared.set("Phoolmati")
    await shared.set("Phoolmati", OTHER)

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

    acts = await shared.hamlet.rows("SELECT act, by_id FROM pin_acts ORDER BY recorded_at")
    sunita, radha = shared.ids["Sunita"], shared.ids["Radha"]
    assert acts == [("asked", sunita), ("set", radha), ("asked", sunita), ("reset", radha)]


# --- wrong tries --------------------------------------------------------------------------------


async def test_wrong_tries_count_over_all_phones(shared: Shared) -> None:
    await shared.set("Phoolmati")

    told = [await shared.try_("Phoolmati", OTHER, by) for by in ("Sunita", "Meena", "Radha")]

    assert told == [PinRefused(2, 0), PinRefused(1, 0), PinRefused(0, 60)]


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


async def test_two_persons_open_it_again(shared: Shared) -> None:
    await locked(shared)
    await shared.set("Phoolmati", OTHER)

    assert isinstance(await shared.try_("Phoolmati", OTHER), TurnOpened)


# --- the turn -----------------------------------------------------------------------------------

Refused = Callable[[Shared], Awaitable[object]]


async def _frozen(shared: Shared) -> object:
    await shared.set("Phoolmati")
    await shared.put("Phoolmati", MemberState.FROZEN)
    return await shared.try_("Phoolmati")


async def _left(shared: Shared) -> object:
    await shared.set("Phoolmati")
    await shared.put("Phoolmati", MemberState.LEFT)
    return await shared.try_("Phoolmati")


async def _without_pin(shared: Shared) -> object:
    return await shared.try_("Phoolmati")


async def _not_yet_confirmed(shared: Shared) -> object:
    await shared.ask("Phoolmati")
    return await shared.try_("Phoolmati")


async def _unknown(shared: Shared) -> object:
    shared.ids["Nobody"] = "nobody"
    return await shared.try_("Nobody")


async def _of_another_group(shared: Shared) -> object:
    other = await shared.hamlet.found("Maya", chat_id=-200)
    await shared.hamlet.head()
    shared.ids["Maya"] = await shared.hamlet.joined("Maya", other)
    return await shared.try_("Maya")


async def _on_a_strangers_phone(shared: Shared) -> object:
    await shared.set("Phoolmati")
    return await shared.try_("Phoolmati", by="Stranger")


@pytest.mark.parametrize(
    "attempt",
    [
        _frozen,
        _left,
        _without_pin,
        _not_yet_confirmed,
        _unknown,
        _of_another_group,
        _on_a_strangers_phone,
    ],
)
async def test_a_turn_that_cannot_be_is_refused_in_the_same_words(
    shared: Shared, attempt: Refused
) -> None:
    with pytest.raises(NotFound):
        await attempt(shared)


async def test_the_list_names_who_may_have_a_turn(shared: Shared) -> None:
    with pytest.raises(NotFound):
        await shared.hamlet.read(
            pins.name, await shared.hamlet.meet("Sunita"), shared.group.id, "nobody"
        )


async def spend(shared: Shared, turn: TurnOpened, telegram_id: int = PHONE) -> None:
    """It is spent on an act."""
    await shared.hamlet.write(
        turns.spend, turn.turn_id, telegram_id, at=shared.hamlet.at(), now=shared.now
    )


async def whose(shared: Shared, turn: TurnOpened, telegram_id: int = PHONE) -> TurnNow:
    """Whose turn goes on."""
    return await shared.hamlet.read(turns.whose, turn.turn_id, telegram_id, now=shared.now)


async def test_a_turn_is_hers_in_her_groups_language(shared: Shared) -> None:
    await shared.set("Phoolmati")

    assert await whose(shared, await shared.turn()) == TurnNow("Phoolmati", "hi")


async def test_a_turn_is_in_her_own_language_where_she_has_one(shared: Shared) -> None:
    await shared.set("Meena")
    meena = await shared.hamlet.meet("Meena")

    spoken = await shared.hamlet.read(turns.language_in, meena.person_id, shared.group.id)

    assert ((await shared.turn("Meena")).person_id, spoken) == (meena.person_id, "hi")


async def test_a_turn_has_one_act(shared: Shared) -> None:
    await shared.set("Phoolmati")
    turn = await shared.turn()
    await spend(shared, turn)

    with pytest.raises(TurnOver):
        await spend(shared, turn)


async def test_whose_phone_it_was_is_recorded_with_the_act(shared: Shared) -> None:
    await shared.set("Phoolmati")
    turn = await shared.turn()
    await spend(shared, turn)

    rows = await shared.hamlet.rows("SELECT id, member_id, held_by FROM turn_acts")
    assert rows == [(turn.turn_id, shared.ids["Phoolmati"], shared.ids["Sunita"])]


async def test_a_turn_ends_after_its_minutes(shared: Shared) -> None:
    await shared.set("Phoolmati")
    turn = await shared.turn()
    shared.now = turn.until

    with pytest.raises(TurnOver):
        await whose(shared, turn)


async def test_a_turn_may_be_ended(shared: Shared) -> None:
    await shared.set("Phoolmati")
    turn = await shared.turn()
    await shared.hamlet.write(turns.end, turn.turn_id, PHONE, now=shared.now)

    with pytest.raises(TurnOver):
        await whose(shared, turn)


async def test_the_next_sisters_turn_ends_the_one_before(shared: Shared) -> None:
    await shared.set("Phoolmati")
    await shared.set("Meena")
    turn = await shared.turn()
    await shared.turn("Meena")

    with pytest.raises(TurnOver):
        await whose(shared, turn)


async def test_a_turn_stays_on_the_phone_on_which_it_was_opened(shared: Shared) -> None:
    await shared.set("Phoolmati")
    turn = await shared.turn()

    with pytest.raises(TurnOver):
        await whose(shared, turn, PHONE + 1)


async def test_pins_and_turns_are_in_the_chain(shared: Shared) -> None:
    await shared.set("Phoolmati")
    await spend(shared, await shared.turn())

    async with shared.hamlet.database.long_read() as read:
        assert (await verify(read, DIGESTED)).is_sound
