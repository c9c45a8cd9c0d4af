"""A second person's yes that comes late: she has her whole time to stop it, and hears it again."""

from collections.abc import Callable, Coroutine

import pytest

from groups.people.model.people import MemberState
from groups.people.store.members import select_member
from tests.groups.claiming import carry_out, ended, make, pending_id, show, waiting_id
from tests.groups.hamlet import Hamlet
from tests.groups.joining.test_dying import dies
from tests.groups.joining.test_moves import with_facilitator
from tests.groups.shared_phone import OTHER, Shared

Asks = Callable[[Shared], Coroutine[None, None, None]]


async def _death(shared: Shared) -> None:
    await dies(shared.hamlet, shared.ids["Radha"])


async def _move(shared: Shared) -> None:
    code = await make(shared.hamlet, shared.ids["Radha"])
    await show(shared.hamlet, "Stranger", code.code)


async def _pictures(shared: Shared) -> None:
    await shared.ask("Radha", OTHER)


@pytest.fixture
async def shared(hamlet: Hamlet) -> Shared:
    """Return a group with a facilitator, in which Radha has a phone of her own."""
    group, ids = await with_facilitator(hamlet)
    return Shared(hamlet, group, ids)


@pytest.mark.parametrize(
    ("asks", "kind"), [(_death, "death"), (_move, "move"), (_pictures, "pictures")]
)
async def test_it_waits_anew_and_she_stops_it(shared: Shared, asks: Asks, kind: str) -> None:
    hamlet = shared.hamlet
    await asks(shared)
    hamlet.pass_days(60)
    await hamlet.decide("Meena", await waiting_id(hamlet))
    at_once = await carry_out(hamlet)
    told = await hamlet.told(f"pending_{kind}"), await hamlet.told(f"pending_{kind}_facilitator")
    await ended(hamlet, "Radha", await pending_id(hamlet), stops=True)
    hamlet.pass_days(3)
    radha = await hamlet.read(select_member, shared.ids["Radha"])

    assert (at_once, told, await carry_out(hamlet)) == (0, (["Radha"] * 2, ["Asha"] * 2), 0)
    assert radha is not None
    assert radha.state is MemberState.ACTIVE


@pytest.mark.parametrize("asks", [_death, _move, _pictures])
async def test_unless_she_stops_it_it_counts_after_that_time(shared: Shared, asks: Asks) -> None:
    hamlet = shared.hamlet
    await asks(shared)
    hamlet.pass_days(60)
    await hamlet.decide("Meena", await waiting_id(hamlet))
    hamlet.pass_days(2)

    assert await carry_out(hamlet) == 1
