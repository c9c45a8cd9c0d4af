"""When something is due next: the time to which the practice village jumps."""

from datetime import UTC, datetime, timedelta

from groups.practice import next_due as calendar
from storage.database import Database
from tests.groups.living import NOW

FRIDAY = datetime(2026, 11, 27, 5, 30, tzinfo=UTC)  # 11:00 in the village


async def test_the_next_meeting_is_on_the_next_meeting_day(village: Database) -> None:
    assert await village.read(calendar.next_meeting, at=NOW) == FRIDAY


async def test_before_its_hour_it_is_todays(village: Database) -> None:
    morning = FRIDAY - timedelta(hours=3)

    assert await village.read(calendar.next_meeting, at=morning) == FRIDAY


async def test_after_its_hour_it_is_next_weeks(village: Database) -> None:
    later = FRIDAY + timedelta(minutes=1)

    assert await village.read(calendar.next_meeting, at=later) == FRIDAY + timedelta(weeks=1)


async def test_the_next_scoring_is_the_morning_after(village: Database) -> None:
    morning = datetime(2026, 11, 28, 2, 35, tzinfo=UTC)

    assert await village.read(calendar.next_scoring, at=NOW) == morning


async def test_a_scoring_that_is_overdue_is_not_the_next(village: Database) -> None:
    late = NOW + timedelta(weeks=2)
    scoring_time = await village.read(calendar.next_scoring, at=late)

    assert scoring_time is not None
    assert timedelta() < scoring_time - late < timedelta(weeks=1)


async def test_without_an_active_group_nothing_is_next(database: Database) -> None:
    assert await database.read(calendar.next_meeting, at=NOW) is None
    assert await database.read(calendar.next_scoring, at=NOW) is None
