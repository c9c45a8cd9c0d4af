"""Late records, corrections and a new charter show in the next run and change no earlier run."""

from dataclasses import replace
from datetime import timedelta

import pytest

from groups.founding.acts import settings
from groups.practice.script import SAVING
from groups.registers.model.meeting import Mark
from groups.standing.model import GradePillar
from groups.verifying import acts as verifying
from tests.groups.hamlet import AGREED, BEGIN, Hamlet
from tests.groups.later import NEXT, Later, change_charter
from tests.groups.living import somebody
from tests.groups.scored import run_next_due


def codes(causes: tuple[tuple[str, int, int, int], ...]) -> list[str]:
    """Return the codes of a line's causes, without their amounts."""
    return [code for code, *_ in causes]


async def findings(later: Later) -> list[object]:
    """Return what `verify` finds in all runs."""
    places = await later.read(verifying.next_places)
    by_run = [await later.read(verifying.check_run, place) for place in places]
    return [finding for some in by_run for finding in some]


# --- after the cut-off --------------------------------------------------------------------------


async def test_a_meeting_closed_late_counts_in_the_next_run_as_put_right(later: Later) -> None:
    await later.score(NEXT)
    await later.meet(NEXT, closed=later.noon(NEXT, 1))
    before = (await later.results(NEXT))[2]
    await later.live(NEXT + 1)
    after = (await later.results(NEXT + 1))[2]

    assert codes(before.causes) == ["older_weeks"]
    assert codes(after.causes) == ["came", "saved", "corrected", "older_weeks"]


async def test_what_is_recorded_in_the_minute_before_a_run_counts_in_the_next(
    later: Later,
) -> None:
    morning = later.morning(NEXT)
    meeting = await later.meet(NEXT)
    await later.correct(meeting, 2, Mark.ABSENT, 0, morning - timedelta(seconds=59))
    await later.score(NEXT)

    assert codes((await later.results(NEXT))[2].causes) == ["came", "saved", "older_weeks"]


async def test_what_is_recorded_a_minute_before_a_run_counts_in_it(later: Later) -> None:
    morning = later.morning(NEXT)
    meeting = await later.meet(NEXT)
    await later.correct(meeting, 2, Mark.ABSENT, 0, morning - timedelta(seconds=60))
    await later.score(NEXT)

    assert codes((await later.results(NEXT))[2].causes) == [
        *("missed_meeting", "missed_saving", "older_weeks"),
    ]


async def test_a_late_correction_takes_back_what_it_gave(later: Later) -> None:
    meeting = await later.meet(NEXT)
    await later.score(NEXT)
    await later.correct(meeting, 2, Mark.ABSENT, 0, later.noon(NEXT, 2))
    await later.live(NEXT + 1)
    [corrected] = [
        cause for cause in (await later.results(NEXT + 1))[2].causes if cause[0] == "corrected"
    ]

    assert corrected[2] < -900


async def test_a_correction_of_a_correction_shows_once_more(later: Later) -> None:
    meeting = await later.meet(NEXT)
    await later.score(NEXT)
    await later.correct(meeting, 2, Mark.ABSENT, 0, later.noon(NEXT, 2))
    await later.live(NEXT + 1)
    await later.correct(meeting, 2, Mark.PRESENT, SAVING, later.noon(NEXT + 1, 2))
    await later.live(NEXT + 2)
    lines = [(await later.results(week))[2].causes for week in (NEXT + 1, NEXT + 2)]

    assert ["corrected" in codes(line) for line in lines] == [True, True]
    assert await findings(later) == []


async def test_a_correction_changes_no_run_that_was_made(later: Later) -> None:
    meeting = await later.meet(NEXT)
    await later.score(NEXT)
    before = await later.results(NEXT)
    await later.correct(meeting, 2, Mark.ABSENT, 0, later.noon(NEXT, 2))

    assert await later.results(NEXT) == before
    assert await findings(later) == []


# --- no meeting ---------------------------------------------------------------------------------


def pillar(pillars: tuple[GradePillar, ...], code: str) -> dict[str, int]:
    """Return the figures of one of the group's pillars."""
    return next(dict(one.figures) for one in pillars if one.code == code)


async def test_a_week_without_a_meeting_leaves_nothing_due_of_a_member(later: Later) -> None:
    await later.score(NEXT)

    assert codes((await later.results(NEXT))[2].causes) == ["older_weeks"]


async def test_a_week_without_a_meeting_is_due_of_the_group(later: Later) -> None:
    await later.score(NEXT)
    page = await later.group_page(NEXT)
    assert page.grade is not None

    assert pillar(page.grade.pillars, "meetings")["due"] == 12
    assert pillar(page.grade.pillars, "meetings")["held"] == 11
    assert pillar(page.grade.pillars, "books")["held"] == 11


async def test_a_frozen_member_is_not_due_where_no_meeting_was_held(later: Later) -> None:
    await later.score(NEXT)
    with_all = pillar((await later.group_page(NEXT)).trend[-1].pillars, "saving")["due"]
    await later.freeze(2, later.noon(NEXT, 2))
    await later.score(NEXT + 1)
    page = await later.group_page(NEXT + 1)

    # A week with twelve members left the window, and a week with eleven came in.
    assert pillar(page.trend[-1].pillars, "saving")["due"] == with_all - 1


async def test_who_leaves_takes_nothing_out_of_the_groups_record(later: Later) -> None:
    await later.live(NEXT)
    before = pillar((await later.group_page(NEXT)).trend[-1].pillars, "meetings")
    await later.leave(11, later.noon(NEXT, 1))
    await later.live(NEXT + 1)
    after = pillar((await later.group_page(NEXT + 1)).trend[-1].pillars, "meetings")

    # Week 6 with twelve members left the window, and week 18 with eleven came in.
    assert after["expected"] == before["expected"] - 1


async def test_two_meetings_in_a_week_are_two_of_the_last_twelve(later: Later) -> None:
    await later.meet(NEXT, at=later.noon(NEXT, -3))
    await later.live(NEXT)
    page = await later.group_page(NEXT)

    held = pillar(page.trend[-1].pillars, "meetings")
    assert (held["due"], held["held"]) == (12, 12)
    assert (await later.results(NEXT))[2].causes[0][:2] == ("came", 2)


# --- a new charter ------------------------------------------------------------------------------


async def test_another_charter_is_a_cause_of_its_own(later: Later) -> None:
    await change_charter(later, "weight = 235.0", "weight = 200.0")
    await later.live(NEXT)
    causes = (await later.results(NEXT))[2].causes

    assert codes(causes) == ["came", "saved", "older_weeks", "new_rules"]
    assert causes[-1][2] == pytest.approx(-11151 * 35 / 235, abs=1)


async def test_the_week_after_another_charter_has_its_usual_causes(later: Later) -> None:
    await change_charter(later, "weight = 235.0", "weight = 200.0")
    await later.live(NEXT, NEXT + 1)

    assert codes((await later.results(NEXT + 1))[2].causes) == ["came", "saved", "older_weeks"]


async def test_every_run_is_computed_by_its_own_charter(later: Later) -> None:
    await change_charter(later, "in_meetings = 12", "in_meetings = 2")
    await later.live(NEXT, NEXT + 1)

    assert (await later.run(NEXT)).charter == "2026-12"
    assert await findings(later) == []


async def test_who_joins_with_another_charter_has_no_old_rules(later: Later) -> None:
    await change_charter(later, "weight = 235.0", "weight = 200.0")
    await later.come_new("Usha", later.noon(NEXT, -0.5))
    await later.live(NEXT)

    assert codes((await later.results(NEXT))[13].causes) == ["came", "saved"]


async def test_another_meeting_day_makes_one_longer_period(later: Later) -> None:
    wednesday = (later.day(NEXT).weekday() - 2) % 7
    await later.write(
        lambda tx: settings.change(
            tx, somebody(tx), later.group_id, meeting_day=wednesday, at=later.noon(NEXT, -4)
        )
    )
    longer = later.day(NEXT) + timedelta(days=5)
    await later.score(NEXT, at=later.noon(NEXT, 6))
    [(period, number)] = await later.rows(
        "SELECT period, number FROM score_runs WHERE number = :number", number=NEXT
    )

    assert (period, number) == (longer.isoformat(), NEXT)
    assert await findings(later) == []


async def test_what_is_agreed_later_changes_no_run_when_it_is_computed_again(
    later: Later,
) -> None:
    await later.live(NEXT)
    await later.write(
        lambda tx: settings.change(
            *(tx, somebody(tx), later.group_id),
            meeting_day=(later.day(NEXT).weekday() + 1) % 7,
            saving=50_00,
            name="Another name",
            at=later.noon(NEXT, 2),
        )
    )
    await later.freeze(2, later.noon(NEXT, 2))
    await later.leave(11, later.noon(NEXT, 2))

    assert await findings(later) == []


async def test_another_day_agreed_before_the_first_meeting_is_scored_in_its_time(
    hamlet: Hamlet,
) -> None:
    thursday, saturday = 3, 5
    group = await hamlet.found(agreed=replace(AGREED, meeting_day=thursday))  # on a Friday
    await hamlet.joined("Sunita", group)
    sunita = await hamlet.meet("Sunita")
    await hamlet.write(run_next_due, at=BEGIN + timedelta(hours=1))  # puts it off
    await hamlet.write(
        lambda tx: settings.change(tx, sunita, group.id, meeting_day=saturday, at=hamlet.at())
    )
    sunday = BEGIN + timedelta(days=2)
    await hamlet.write(run_next_due, at=sunday)

    assert await hamlet.rows("SELECT period FROM score_runs") == [("2026-11-21",)]


# --- a year -------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.timeout(400)
async def test_a_year_with_corrections_is_computed_again_to_the_same(later: Later) -> None:
    for week in range(NEXT, 53):
        marks = {1 + week % 12: Mark.ABSENT, 1 + 5 * week % 12: Mark.EXCUSED}
        meeting = await later.meet(week, marks, unpaid=(1 + 7 * week % 12,))
        await later.score(week)
        if week % 9 == 0:
            number = 1 + week % 12
            await later.correct(meeting, number, Mark.LATE, SAVING, later.noon(week, 2))
        if week % 11 == 0:
            await later.vouch(2, 9, later.noon(week, 3))
        if week % 11 == 6 and week > 22:
            await later.withdraw(2, 9, later.noon(week, 3))
    [(count,)] = await later.rows("SELECT COUNT(*) FROM score_runs")

    assert count == 52
    assert await findings(later) == []
