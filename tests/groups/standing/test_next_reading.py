"""When the sisters' word is read next, as pages tell it and as runs then do it."""

from datetime import timedelta

import pytest

from groups.founding.acts import settings
from groups.pages import acts as pages
from tests.groups.later import NEXT, Later, change_charter
from tests.groups.living import somebody


@pytest.mark.parametrize(
    ("days", "weeks"),
    [(-1, 0), (0, 0), (0.4, 0), (0.6, 4), (1, 4), (27, 4), (28, 4), (29, 8)],
)
async def test_the_next_reading_is_at_the_end_of_a_blocks_first_period(
    later: Later, days: float, weeks: int
) -> None:
    actor, at = await later.actor(2), later.noon(NEXT, days)
    page = await later.read(pages.points_page, actor, later.group_id, at=at)
    await later.score(NEXT + int(days // 7), at=at)  # what was due by then
    scored = await later.read(pages.points_page, actor, later.group_id, at=at)

    assert page.next_reading == later.day(NEXT + weeks)
    assert scored.next_reading == later.day(NEXT + weeks)


async def test_another_meeting_day_moves_the_next_reading(later: Later) -> None:
    day = (later.day(NEXT).weekday() + 1) % 7
    await later.live(NEXT)
    await later.write(
        lambda tx: settings.change(
            tx, somebody(tx), later.group_id, meeting_day=day, at=later.noon(NEXT, 1)
        )
    )
    page = await later.page(2, NEXT)
    saturdays = [NEXT + 1, NEXT + 2, NEXT + 3, NEXT + 4]
    for week in saturdays:
        await later.score(week, at=later.noon(week, 2))
    blocks = await later.rows("SELECT period, block FROM score_runs ORDER BY number DESC LIMIT 2")

    assert page.next_reading == later.day(NEXT + 4) + timedelta(days=1)
    assert blocks[0] == (page.next_reading.isoformat(), NEXT + 4)


async def test_another_length_of_the_block_moves_the_reading_after_the_next(later: Later) -> None:
    await later.live(NEXT)
    await change_charter(later, "block_weeks = 4", "block_weeks = 1")
    actor = await later.actor(2)
    read_days = [
        (await later.read(pages.points_page, actor, later.group_id, at=at)).next_reading
        for at in (later.noon(NEXT, 2), later.noon(NEXT + 4, 1))
    ]

    assert read_days == [later.day(NEXT + 4), later.day(NEXT + 5)]
