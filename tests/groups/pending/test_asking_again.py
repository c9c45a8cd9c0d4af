"""What was stopped is not asked for again at once by the same side."""

from collections.abc import Awaitable, Callable
from datetime import date

import pytest

from groups.deciding import acts as deciding
from groups.joining.acts.claims import WrongCode
from groups.pending.model import StoppedBefore
from groups.people.model.refusals import NotFound
from tests.groups.claiming import ended, make, pending_id, show
from tests.groups.hamlet import Hamlet
from tests.groups.joining.test_dying import dies
from tests.groups.joining.test_moves import with_facilitator
from tests.groups.shared_phone import OTHER, lending

AskAgain = Callable[[str], Awaitable[object]]


async def moved(hamlet: Hamlet) -> AskAgain:
    """Radha's record is to move to another phone, and she stops it."""
    _, ids = await with_facilitator(hamlet)
    await show(hamlet, "New", (await make(hamlet, ids["Radha"])).code)
    await ended(hamlet, "Radha", await pending_id(hamlet), stops=True)
    return lambda by: make(hamlet, ids["Radha"], by=by)


async def died(hamlet: Hamlet) -> AskAgain:
    """Radha is said to have died, and she stops it."""
    _, ids = await with_facilitator(hamlet)
    await dies(hamlet, ids["Radha"])
    await ended(hamlet, "Radha", await pending_id(hamlet), stops=True)
    return lambda by: dies(hamlet, ids["Radha"], by=by)


@pytest.mark.both_engines
@pytest.mark.parametrize("stopped", [moved, died])
async def test_the_same_side_waits_a_week_and_the_facilitator_does_not(
    hamlet: Hamlet, stopped: Callable[[Hamlet], Awaitable[AskAgain]]
) -> None:
    ask_again = await stopped(hamlet)
    again = date.fromisoformat((await hamlet.said("pending_stopped"))[0][1]["again_day"])

    for officer in ("Sunita", "Meena"):
        with pytest.raises(StoppedBefore) as refusal:
            await ask_again(officer)
        assert refusal.value == StoppedBefore(again, by_facilitator=False)
    hamlet.pass_days(6)
    with pytest.raises(StoppedBefore):
        await ask_again("Meena")
    assert await ask_again("Asha")


@pytest.mark.parametrize("stopped", [moved, died])
async def test_after_the_week_it_is_asked_again(
    hamlet: Hamlet, stopped: Callable[[Hamlet], Awaitable[AskAgain]]
) -> None:
    ask_again = await stopped(hamlet)
    hamlet.pass_days(7)

    assert await ask_again("Meena")


async def test_what_was_stopped_about_one_stops_nothing_about_another(hamlet: Hamlet) -> None:
    _, ids = await with_facilitator(hamlet)
    await dies(hamlet, ids["Radha"])
    await ended(hamlet, "Radha", await pending_id(hamlet), stops=True)

    assert (await dies(hamlet, ids["Phoolmati"])).is_new
    await make(hamlet, ids["Radha"])  # another kind


async def test_a_code_that_was_made_before_the_stop_is_void(hamlet: Hamlet) -> None:
    _, ids = await with_facilitator(hamlet)
    await show(hamlet, "New", (await make(hamlet, ids["Radha"])).code)
    later = await make(hamlet, ids["Radha"], by="Meena")
    await ended(hamlet, "Radha", await pending_id(hamlet), stops=True)

    assert isinstance(await show(hamlet, "New", later.code), WrongCode)


async def test_pictures_that_were_stopped_are_not_chosen_anew(hamlet: Hamlet) -> None:
    shared = await lending(hamlet)
    await shared.set("Meena")
    await shared.ask("Meena", OTHER)
    await ended(hamlet, "Meena", await pending_id(hamlet), stops=True)

    with pytest.raises(StoppedBefore):
        await shared.ask("Meena", OTHER)
    await shared.set("Meena", OTHER)  # her own, on her own phone


@pytest.mark.both_engines
async def test_what_is_asked_about_her_she_reads_and_nobody_else(hamlet: Hamlet) -> None:
    group, ids = await with_facilitator(hamlet)
    asked = await dies(hamlet, ids["Radha"])
    radha, meena = await hamlet.meet("Radha"), await hamlet.meet("Meena")

    [shown] = await hamlet.read(deciding.about_me, radha, group.id)
    assert (shown.id, shown.kind, shown.asked_by) == (await pending_id(hamlet), "death", "Sunita")
    assert (shown.other, shown.other_number) == ("", 0)
    assert await hamlet.read(deciding.about_me, meena, group.id) == ()
    assert await hamlet.read(deciding.about_me, await hamlet.meet("Asha"), group.id) == ()
    with pytest.raises(NotFound):
        await hamlet.read(deciding.about_me, await hamlet.meet("Rani"), group.id)
    await hamlet.decide("Meena", asked.request.id)
    await ended(hamlet, "Radha", shown.id, stops=True)
    assert await hamlet.read(deciding.about_me, radha, group.id) == ()
