"""A wrong clock is not believed: nothing is dated by it, and all goes on when it is right."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from groups.messages.acts import pulse
from groups.messages.acts.pulse import ClockMarks
from groups.messages.effects import say_to_person
from handlers.clock_trust import ClockTrust, Doubt, doubt_of
from handlers.wire import date_of
from storage.database import Database
from storage.tx import Tx
from tests.benchmarks.population import ids, morning_after, settle
from tests.handlers.conftest import START, House
from tests.handlers.people import KAMLA, MEENA, message

YEAR, DAY, MINUTE = timedelta(days=365), timedelta(days=1), timedelta(minutes=1)
NOTHING = ClockMarks(None, None)


# --- the decision ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("off", "doubt"),
    [
        (timedelta(), None),
        (5 * MINUTE, None),
        (-5 * MINUTE, None),
        (5 * MINUTE + timedelta(seconds=1), Doubt.OFF),
        (-6 * MINUTE, Doubt.OFF),
        (-20 * MINUTE * 60, Doubt.OFF),
        (YEAR, Doubt.OFF),
    ],
)
def test_a_clock_is_compared_with_telegrams_time(off: timedelta, doubt: Doubt | None) -> None:
    assert doubt_of(START + off, NOTHING, telegram=START) is doubt


@pytest.mark.parametrize("telegram", [None, START])
def test_a_clock_behind_the_newest_act_is_not_believed(telegram: datetime | None) -> None:
    marks = ClockMarks(None, START + MINUTE)

    assert doubt_of(START, marks, telegram=telegram) is Doubt.BEHIND
    assert doubt_of(START + MINUTE, marks, telegram=telegram) is None


def test_acts_after_telegrams_time_do_not_count_as_the_newest() -> None:
    assert doubt_of(START, ClockMarks(None, START + YEAR), telegram=START) is None
    assert doubt_of(START, ClockMarks(None, START + YEAR), telegram=None) is Doubt.BEHIND


@pytest.mark.parametrize(
    ("days", "telegram", "doubt"),
    [(8, False, None), (8.01, False, Doubt.LEAP), (8.01, True, None), (200, True, None)],
)
def test_a_leap_waits_only_while_telegram_has_not_told_the_time(
    days: float, telegram: bool, doubt: Doubt | None
) -> None:
    now, marks = START + days * DAY, ClockMarks(START, START)

    assert doubt_of(now, marks, telegram=now if telegram else None) is doubt


@pytest.mark.parametrize(
    ("header", "date"),
    [
        ("Mon, 23 Nov 2026 06:00:00 GMT", START),
        ("Mon, 23 Nov 2026 11:30:00 +0530", START),
        ("Mon, 23 Nov 2026 06:00:00", None),
        ("", None),
        ("soon", None),
        ("Mon, 99 Nov 2026 06:00:00 GMT", None),
        ("Mon, 23 Nov 99999 06:00:00 GMT", None),
    ],
)
def test_the_date_of_an_answer_is_read(header: str, date: datetime | None) -> None:
    assert date_of(header) == date


# --- the trust ------------------------------------------------------------------------------------


class Times:
    """The machine's clock, Telegram's, and the seconds since boot, each moved by itself."""

    def __init__(self, database: Database) -> None:
        self.machine = self.telegram = START
        self.since_boot = 1000.0
        self.answers = True
        self.asked = 0
        self.trust = ClockTrust(
            database, now=lambda: self.machine, ask=self._ask, elapsed=lambda: self.since_boot
        )

    async def _ask(self) -> None:
        self.asked += 1
        if not self.answers:
            raise TimeoutError
        self.trust.heard(self.telegram)

    def pass_by(self, span: timedelta) -> None:
        """Let time pass for all of them."""
        self.machine += span
        self.telegram += span
        self.since_boot += span.total_seconds()


@pytest.fixture
async def times(database: Database) -> Times:
    """Return the times of a trust that has heard Telegram once."""
    times = Times(database)
    times.trust.heard(START)
    assert await times.trust.believes()
    return times


async def test_a_right_clock_is_believed_without_a_question(times: Times) -> None:
    times.pass_by(3 * DAY)

    assert (await times.trust.believes(), times.asked) == (True, 0)


async def test_a_clock_that_is_set_is_not_believed_at_once(
    times: Times, caplog: pytest.LogCaptureFixture
) -> None:
    times.machine += YEAR
    believed = [await times.trust.believes() for _ in range(3)]
    times.machine -= YEAR
    believed.append(await times.trust.believes())

    assert believed == [False, False, False, True]
    assert caplog.text.count("THE CLOCK IS NOT BELIEVED") == 1
    assert caplog.text.count("the clock is believed again") == 1


async def test_a_clock_that_is_set_back_is_not_believed_though_telegram_is_silent(
    times: Times,
) -> None:
    times.answers = False
    times.machine -= 20 * MINUTE * 60

    assert not await times.trust.believes()


async def test_after_the_machine_stood_still_telegram_is_asked_anew(times: Times) -> None:
    times.machine += 200 * DAY  # as after a snapshot: no clock of ours counted the time
    times.telegram += 200 * DAY

    assert (await times.trust.believes(), times.asked) == (True, 1)


async def test_a_question_without_an_answer_is_not_asked_all_the_time(times: Times) -> None:
    times.machine += YEAR
    for _ in range(10):
        await times.trust.believes()

    assert times.asked == 1


async def test_the_operator_accepts_a_clock_of_which_telegram_says_nothing(
    database: Database,
) -> None:
    await database.write(pulse.ticked, at=START - 9 * DAY)
    times = Times(database)
    times.answers = False
    before = await times.trust.believes()
    await times.trust.accept()

    assert (before, await times.trust.believes(), times.trust.doubt) == (False, True, None)


async def test_acts_of_a_clock_that_the_operator_rejected_do_not_count(database: Database) -> None:
    await database.write(settle, range(1), weeks=1, new_id=ids("s"))
    newest = (await database.read(pulse.clock_marks, None)).newest
    assert newest is not None
    times = Times(database)
    times.answers = False
    times.machine = newest - YEAR
    before = (await times.trust.believes(), times.trust.doubt)
    await times.trust.accept()

    assert before == (False, Doubt.BEHIND)
    assert await times.trust.believes()


async def test_acts_of_a_clock_that_telegram_rejects_do_not_count_and_are_told_of(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    await database.write(settle, range(1), weeks=1, new_id=ids("s"))
    newest = (await database.read(pulse.clock_marks, None)).newest
    assert newest is not None
    times = Times(database)
    times.machine = times.telegram = newest - YEAR
    times.trust.heard(times.telegram)

    assert await times.trust.believes()
    assert "they were recorded under a wrong clock" in caplog.text


@pytest.mark.both_engines
async def test_the_newest_act_is_read_from_the_ends_of_the_chains(database: Database) -> None:
    before = await database.read(pulse.clock_marks, None)
    await database.write(settle, range(2), weeks=1, new_id=ids("s"))
    marks = await database.read(pulse.clock_marks, None)
    recorded = await database.read(lambda tx: tx.value("SELECT MAX(recorded_at) FROM links"))

    assert before.newest is None
    assert marks.newest is not None
    assert marks.newest == datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=recorded)


# --- the whole service ----------------------------------------------------------------------------


class Wrong:
    """The house's clock apart from Telegram's."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.telegram = house.times["now"]
        house.wire.tell_time = lambda: house.service.trust.heard(self.telegram)

    def by(self, span: timedelta) -> None:
        """Set the machine's clock off by a span."""
        self.house.times["now"] = self.telegram + span


def everything(tx: Tx) -> dict[str, Any]:
    """Return all that could be dated: acts, entries, ticks, messages, what is due."""
    return {
        "links": tx.rows("SELECT group_id, n, recorded_at FROM links ORDER BY group_id, n"),
        "entries": tx.rows("SELECT id, recorded_at FROM entries ORDER BY id"),
        "runs": tx.rows("SELECT group_id, number FROM score_runs ORDER BY group_id, number"),
        "persons": tx.rows("SELECT id FROM persons ORDER BY id"),
        "marks": tx.rows("SELECT name, value FROM marks ORDER BY name"),
        "outbox": tx.rows("SELECT n, state, not_before FROM outbox ORDER BY n"),
        "groups": tx.rows("SELECT id, score_due FROM groups ORDER BY id"),
    }


WRONG = [YEAR, -YEAR, 20 * MINUTE * 60, -20 * MINUTE * 60, 6 * MINUTE, -6 * MINUTE]


@pytest.mark.parametrize("off", WRONG, ids=str)
async def test_by_a_wrong_clock_nothing_is_scored_accrued_or_ended(
    house: House, off: timedelta
) -> None:
    await house.database.write(settle, range(2), weeks=6, new_id=ids("s"))
    wrong = Wrong(house)
    wrong.telegram = morning_after(5) - DAY
    house.times["now"] = wrong.telegram
    await house.service.tick()
    before = await house.database.read(everything)

    wrong.by(off)
    await house.service.tick()
    during = await house.database.read(everything)
    doubt = house.service.clock_doubt
    wrong.telegram += DAY
    wrong.by(timedelta())
    await asyncio.sleep(1.1)  # a question that changed nothing is not asked again before
    await house.service.tick()

    assert (during, doubt) == (before, Doubt.OFF.value)
    assert len((await house.database.read(everything))["runs"]) > len(before["runs"])


@pytest.mark.parametrize("off", WRONG, ids=str)
async def test_by_a_wrong_clock_updates_are_stored_and_wait(house: House, off: timedelta) -> None:
    await house.comes(message(KAMLA, "/start"))
    wrong = Wrong(house)
    wrong.telegram = house.times["now"] = START + DAY
    await house.service.tick()  # after the tick of the start, which may be under way
    before = await house.database.read(everything)
    wrong.by(off)
    await house.service.receive(message(MEENA, "/start"))
    await asyncio.sleep(0.4)
    during = await house.database.read(everything)
    waiting = await house.database.read(
        lambda tx: tx.value("SELECT COUNT(*) FROM inbox WHERE state = 'waiting'")
    )

    wrong.by(timedelta())
    await asyncio.sleep(1.1)
    await house.service.idle()
    after = await house.database.read(everything)

    assert (during, waiting) == (before, 1)
    assert len(after["persons"]) == len(before["persons"]) + 1


async def test_by_a_wrong_clock_nothing_is_sent(house: House) -> None:
    await house.comes(message(KAMLA, "/start"))
    wrong = Wrong(house)
    wrong.by(YEAR)
    person = await house.database.read(lambda tx: tx.value("SELECT id FROM persons LIMIT 1"))
    house.wire.note()
    await house.database.write(say_to_person, person, "help", {}, at=START)
    house.service.said()
    await asyncio.sleep(0.5)

    assert "sendMessage" not in house.said_by_method()


async def test_a_server_that_was_off_for_months_resumes_by_itself(house: House) -> None:
    await house.service.tick()
    Wrong(house)
    house.later(days=200)
    house.wire.tell_time = lambda: house.service.trust.heard(house.times["now"])
    await house.comes(message(KAMLA, "/start"))

    assert len((await house.database.read(everything))["persons"]) == 1
