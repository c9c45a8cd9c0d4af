"""Books that a wrong clock has hurt are explained; what a hand did in them is found as ever."""

import pytest

from groups.verifying import acts as verifying
from ledger.findings import Fault, Finding
from ledger.slips import ClockSlip, clock_slips
from storage.tx import Tx
from tests.groups.later import NEXT, Later


async def checked(later: Later) -> tuple[list[Finding], list[Finding], list[ClockSlip]]:
    """Return what is found, what is explained, and where the clock was wrong."""
    async with later.database.long_read() as read:
        slips = await clock_slips(read, latest=None)
    found: list[Finding] = []
    explained: list[Finding] = []
    for place in await later.read(verifying.next_places):
        for finding in await later.read(verifying.check_run, place):
            is_explained = await later.read(verifying.is_explained, place, finding, slips)
            (explained if is_explained else found).append(finding)
    return found, explained, [slip for slip in slips if slip.group_id == later.group_id]


async def meet_by_a_clock_set_back(later: Later) -> None:
    """Score a week without its meeting; hold it then, by a clock that says it is still before."""
    await later.score(NEXT)
    await later.meet(NEXT)
    await later.live(NEXT + 1)


async def test_a_past_by_the_right_clock_has_no_slip(later: Later) -> None:
    await later.live(NEXT)

    assert await checked(later) == ([], [], [])


@pytest.mark.both_engines
async def test_a_run_that_could_not_know_an_act_is_explained(later: Later) -> None:
    await meet_by_a_clock_set_back(later)
    found, explained, slips = await checked(later)

    assert found == []
    assert {(it.table, it.fault) for it in explained} == {
        ("score_runs", Fault.KEPT_DIFFERS),
        ("score_results", Fault.KEPT_DIFFERS),
    }
    assert [(slip.begin, slip.end) for slip in slips] == [(later.noon(NEXT), later.morning(NEXT))]


async def test_what_a_hand_did_outside_the_slip_is_found(later: Later) -> None:
    await meet_by_a_clock_set_back(later)

    def meddle(tx: Tx) -> None:
        tx.run(
            "UPDATE meetings SET opened_at = opened_at - 172800000000 WHERE day = :day",
            day=later.day(NEXT - 3).isoformat(),
        )

    await later.write(meddle)
    found, _, _ = await checked(later)

    assert {it.table for it in found} >= {"score_runs"}


async def test_no_row_that_was_removed_is_explained(later: Later) -> None:
    await meet_by_a_clock_set_back(later)
    (slip,) = (await checked(later))[2]
    gone = Finding("score_runs", f"{later.group_id}/number 9", Fault.REMOVED)
    odd = Finding("vouches", f"{later.group_id}/v", Fault.KEPT_DIFFERS)
    nowhere = Finding("score_runs", "g/1", Fault.KEPT_DIFFERS)
    place = (later.group_id, NEXT)

    said = [
        await later.read(verifying.is_explained, at, finding, (slip,))
        for at, finding in ((place, gone), (place, odd), (("none", 1), nowhere))
    ]

    assert said == [False] * 3
