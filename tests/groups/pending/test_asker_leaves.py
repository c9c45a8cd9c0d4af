"""Who asked for a change that waits leaves the group: it ends, and can be asked for again."""

from collections.abc import Callable, Coroutine

import pytest

from groups.joining.acts import joining
from groups.people.model.people import Role
from groups.turns.acts import pins
from groups.turns.model import PinSet
from tests.groups.claiming import ended, make, pending_id, show
from tests.groups.hamlet import Hamlet
from tests.groups.joining.test_dying import dies
from tests.groups.joining.test_moves import with_facilitator
from tests.groups.shared_phone import Shared
from tests.groups.turns.test_withdrawing_in_a_turn import take_back


async def _death(shared: Shared, by: str) -> None:
    await dies(shared.hamlet, shared.ids["Radha"], by)


async def _move(shared: Shared, by: str) -> None:
    code = await make(shared.hamlet, shared.ids["Radha"], by)
    await show(shared.hamlet, f"Phone of {by}", code.code)


async def _pictures(shared: Shared, by: str) -> None:
    await shared.ask("Radha", by=by)


async def leaves(hamlet: Hamlet, name: str) -> None:
    """Let a member leave."""
    person = await hamlet.meet(name)
    await hamlet.write(joining.leave, person, new_id=hamlet.new_id, at=hamlet.at())


@pytest.fixture
async def shared(hamlet: Hamlet) -> Shared:
    """Return a group with a facilitator, in which Meena and Anju are office-bearers too."""
    group, ids = await with_facilitator(hamlet)
    ids["Anju"] = await hamlet.joined("Anju", group)
    await hamlet.give_role(group, ids["Anju"], Role.TREASURER)
    return Shared(hamlet, group, ids)


@pytest.mark.parametrize("asks", [_death, _move, _pictures])
async def test_it_ends_with_her_and_is_asked_for_again(
    shared: Shared, asks: Callable[[Shared, str], Coroutine[None, None, None]]
) -> None:
    hamlet = shared.hamlet
    await asks(shared, "Meena")
    first = await pending_id(hamlet)
    await leaves(hamlet, "Meena")
    between = await hamlet.rows("SELECT state FROM pending_changes")
    await asks(shared, "Anju")
    second = await pending_id(hamlet)
    await ended(hamlet, "Radha", second, stops=True)
    states = await hamlet.rows("SELECT id, state FROM pending_changes")

    assert between == [("lapsed",)]
    assert dict(states) == {first: "lapsed", second: "stopped"}


async def test_pictures_that_nobody_asks_for_any_more_are_dropped(shared: Shared) -> None:
    await shared.ask("Phoolmati", by="Meena")
    await leaves(shared.hamlet, "Meena")
    sunita = await shared.hamlet.meet("Sunita")
    row = await shared.hamlet.read(pins.name, sunita, shared.group.id, shared.ids["Phoolmati"])

    assert row.pin == PinSet(None, is_asked=False, is_locked=False)


async def test_a_consent_taken_back_does_not_end_with_the_phones_holder(shared: Shared) -> None:
    hamlet = shared.hamlet
    await hamlet.decide("Anju", (await shared.ask("Phoolmati", by="Meena")).request.id)
    await take_back(shared, "Phoolmati", by="Meena")
    await leaves(hamlet, "Meena")

    assert await hamlet.rows("SELECT kind, state FROM pending_changes") == [
        ("withdrawal", "waiting")
    ]
