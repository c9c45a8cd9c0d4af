"""A member's turn on another's phone: opened by her PIN, spent on one act, ended by time."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from groups.people.model.people import MemberState
from groups.people.model.refusals import NotFound
from groups.turns.acts import turns
from groups.turns.model import TurnNow, TurnOpened, TurnOver
from groups.verifying.facts import DIGESTED
from ledger.verify import verify
from tests.groups.hamlet import Hamlet
from tests.groups.shared_phone import PHONE, Shared, lending


@pytest.fixture
async def shared(hamlet: Hamlet) -> Shared:
    """Return a hamlet with one shared phone."""
    return await lending(hamlet)


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


async def spend(shared: Shared, turn: TurnOpened, telegram_id: int = PHONE) -> None:
    """Spend a turn on an act."""
    await shared.hamlet.write(
        turns.spend, turn.turn_id, telegram_id, at=shared.hamlet.at(), now=shared.now
    )


async def whose(shared: Shared, turn: TurnOpened, telegram_id: int = PHONE) -> TurnNow:
    """Return whose turn is open."""
    return await shared.hamlet.read(turns.whose, turn.turn_id, telegram_id, now=shared.now)


@pytest.mark.both_engines
async def test_a_turn_is_hers_in_her_groups_language(shared: Shared) -> None:
    await shared.set("Phoolmati")

    assert await whose(shared, await shared.turn()) == TurnNow("Phoolmati", "hi")


async def test_a_turn_is_in_her_own_language_where_she_has_one(shared: Shared) -> None:
    await shared.set("Meena")
    await shared.allow("Meena")
    meena = await shared.hamlet.meet("Meena")

    spoken = await shared.hamlet.read(turns.language_in, meena.person_id, shared.group.id)

    assert ((await shared.turn("Meena")).person_id, spoken) == (meena.person_id, "hi")


@pytest.mark.both_engines
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


async def test_a_turn_that_a_wrong_clock_opened_is_over_when_the_clock_is_right(
    shared: Shared,
) -> None:
    await shared.set("Phoolmati")
    turn = await shared.turn()
    shared.now -= timedelta(days=1)

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
    await shared.allow("Meena")
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
