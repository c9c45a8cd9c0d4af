"""An open turn ends when what it rests on ends: the pictures, the phone's holder, no phone."""

from collections.abc import Callable, Coroutine
from datetime import timedelta

import pytest

from groups.people.model.people import MemberState, Role
from groups.turns.acts import turns
from groups.turns.model import TurnOver
from tests.groups.claiming import carry_out, make, show, waiting_id
from tests.groups.hamlet import Hamlet
from tests.groups.shared_phone import OTHER, PHONE, Shared, lending


@pytest.fixture
async def shared(hamlet: Hamlet) -> Shared:
    """Return a hamlet in which Phoolmati's turn can be opened on Sunita's phone."""
    shared_phone = await lending(hamlet)
    await shared_phone.set("Phoolmati")
    await shared_phone.set("Meena")
    await shared_phone.allow("Meena")
    return shared_phone


async def _own_pictures(shared: Shared) -> None:
    await shared.set("Meena", OTHER)


async def _others_pictures(shared: Shared) -> None:
    await shared.hamlet.decide("Radha", (await shared.ask("Meena", OTHER)).request.id)
    shared.hamlet.pass_days(1)
    await carry_out(shared.hamlet)


async def _frozen_holder(shared: Shared) -> None:
    await shared.put("Sunita", MemberState.FROZEN)


@pytest.mark.parametrize("happens", [_own_pictures, _others_pictures, _frozen_holder])
async def test_nothing_is_done_in_a_turn_after_it(
    shared: Shared, happens: Callable[[Shared], Coroutine[None, None, None]]
) -> None:
    turn = await shared.turn("Meena")
    await happens(shared)

    with pytest.raises(TurnOver):
        await shared.hamlet.write(
            turns.spend, turn.turn_id, PHONE, at=shared.hamlet.at(), now=shared.now
        )


async def test_a_first_phone_ends_a_turn_that_is_open(shared: Shared) -> None:
    hamlet = shared.hamlet
    await hamlet.give_role(shared.group, shared.ids["Meena"], Role.SECRETARY)
    code = await make(hamlet, shared.ids["Phoolmati"])
    await show(hamlet, "Phool", code.code)
    await hamlet.decide("Meena", await waiting_id(hamlet))
    hamlet.pass_days(2)
    turn = await shared.turn("Phoolmati")
    await carry_out(hamlet)

    with pytest.raises(TurnOver):
        await hamlet.write(
            turns.spend, turn.turn_id, PHONE, at=hamlet.at(), now=shared.now + timedelta(seconds=1)
        )
