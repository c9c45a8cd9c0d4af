"""After any acts in any order, the books balance, the chain holds, and beads are five at most."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from typing import Any, LiteralString

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from groups.deciding import acts as second_person
from groups.meetings.acts import meetings
from groups.people.model.people import MemberState
from groups.people.model.refusals import Refusal
from groups.registers.model.meeting import CashReason, Mark, Register, RegisterLine
from groups.verifying.facts import DIGESTED
from groups.vouches.acts import vouching
from ledger.verify import verify
from storage.database import Database, open_database
from tests.drift import drift
from tests.groups.sisters import NOON, Sisters, sisters
from tests.lives import lives

MEMBERS = 6

TRIAL_BALANCE: LiteralString = "SELECT unit, SUM(net_debit) FROM balances GROUP BY unit"
TWICE: LiteralString = """
    SELECT v.giver_id, v.receiver_id, COUNT(*) FROM vouches v
    LEFT JOIN vouch_ends e ON e.vouch_id = v.id
    WHERE e.id IS NULL AND v.until_day >= :day
    GROUP BY v.giver_id, v.receiver_id HAVING COUNT(*) > 1
"""
TOO_MANY: LiteralString = """
    SELECT v.giver_id, COUNT(*) FROM vouches v LEFT JOIN vouch_ends e ON e.vouch_id = v.id
    WHERE e.id IS NULL AND v.until_day >= :day GROUP BY v.giver_id HAVING COUNT(*) > 5
"""
# Savings by the registers that differ from the savings accounts.
UNEQUAL: LiteralString = """
    SELECT member_id, SUM(paid), SUM(kept) FROM (
        SELECT l.member_id, l.saved + l.extra AS paid, 0 AS kept FROM register_lines l
        JOIN meetings m ON m.id = l.meeting_id AND m.version = l.version
        UNION ALL
        SELECT SUBSTR(account, 9), 0, -net_debit FROM balances WHERE account LIKE 'savings:%'
    ) AS sides GROUP BY member_id HAVING SUM(paid) <> SUM(kept)
"""
# Cash by the registers, with differences found in counting, where it differs from the box.
BOX: LiteralString = """
    SELECT SUM(told), SUM(kept) FROM (
        SELECT l.saved + l.extra AS told, 0 AS kept FROM register_lines l
        JOIN meetings m ON m.id = l.meeting_id AND m.version = l.version
        UNION ALL
        SELECT r.cash_counted - r.cash_expected, 0 FROM registers r
        JOIN meetings m ON m.id = r.meeting_id AND m.version = r.version
        UNION ALL
        SELECT 0, net_debit FROM balances WHERE account = 'cash'
    ) AS sides HAVING SUM(told) <> SUM(kept)
"""

member = st.integers(1, MEMBERS)
amounts = st.sampled_from((0, 10_00, 20_00, 40_00))
line = st.tuples(st.sampled_from(Mark), amounts)
body = st.tuples(
    st.lists(line, min_size=MEMBERS, max_size=MEMBERS), st.sampled_from((-5_00, 0, 5_00))
)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("give"), member, member),
        st.tuples(st.just("renew"), member, member),
        st.tuples(st.just("withdraw"), member, member),
        st.tuples(st.just("open"), st.integers(1, 2)),
        st.tuples(st.just("close"), st.integers(1, 2), body),
        st.tuples(st.just("take_over"), st.integers(1, 2)),
        st.tuples(st.just("drop"), st.integers(1, 2)),
        st.tuples(st.just("ask"), st.integers(0, 2), body),
        st.tuples(st.just("decide"), st.integers(0, 3), st.booleans()),
        st.tuples(st.just("freeze"), st.integers(4, MEMBERS)),
        st.tuples(st.just("wait"), st.sampled_from((1, 7, 90, 175))),
    ),
    min_size=5,
    max_size=40,
)


class Story:
    """A group to which things happen one after another; refusals are part of it."""

    def __init__(self, group: Sisters) -> None:
        self.group = group
        self.at: datetime = NOON

    async def happen(self, name: str, *given: Any) -> None:
        """Let one thing happen; ignore its refusal."""
        with suppress(Refusal):
            await getattr(self, f"_{name}")(*given)

    async def _give(self, giver: int, receiver: int) -> None:
        await self._vouch(vouching.give, giver, receiver)

    async def _renew(self, giver: int, receiver: int) -> None:
        await self._vouch(vouching.renew, giver, receiver)

    async def _withdraw(self, giver: int, receiver: int) -> None:
        await self._vouch(vouching.withdraw, giver, receiver)

    async def _vouch(self, act: Callable[..., Any], giver: int, receiver: int) -> None:
        group = self.group
        await group.write(
            act,
            group.actor(giver),
            "g",
            group.member(receiver),
            new_id=group.new_id,
            at=self.at,
        )

    async def _open(self, by: int) -> None:
        await self.group.open_meeting(self.at, by)

    async def _close(self, by: int, drawn: Any) -> None:
        meeting_id = await self._last_meeting()
        if meeting_id:
            body = await self._register(meeting_id, drawn)
            await self.group.write(
                meetings.close,
                self.group.actor(by),
                meeting_id,
                body,
                new_id=self.group.new_id,
                at=self.at,
            )

    async def _take_over(self, by: int) -> None:
        meeting_id = await self._last_meeting()
        if meeting_id:
            await self.group.write(meetings.take_over, self.group.actor(by), meeting_id, at=self.at)

    async def _drop(self, by: int) -> None:
        meeting_id = await self._last_meeting()
        if meeting_id:
            await self.group.write(meetings.drop, self.group.actor(by), meeting_id, at=self.at)

    async def _ask(self, by: int, drawn: Any) -> None:
        closed = await self.group.rows(
            "SELECT id FROM meetings WHERE state = 'closed' ORDER BY day"
        )
        if closed:
            meeting_id = closed[len(drawn[0]) % len(closed)][0]
            await self.group.write(
                meetings.ask_correction,
                self.group.actor(by),
                meeting_id,
                await self._register(meeting_id, drawn),
                "counted again",
                new_id=self.group.new_id,
                at=self.at,
            )

    async def _decide(self, by: int, is_yes: bool) -> None:
        for (request_id,) in await self.group.rows("SELECT id FROM second_person"):
            with suppress(Refusal):
                await self.group.write(
                    second_person.decide,
                    self.group.actor(by),
                    request_id,
                    is_yes,
                    new_id=self.group.new_id,
                    at=self.at,
                )

    async def _freeze(self, n: int) -> None:
        await self.group.set_state(n, MemberState.FROZEN)

    async def _wait(self, days: int) -> None:
        self.at += timedelta(days=days)

    async def _last_meeting(self) -> str | None:
        rows = await self.group.rows(
            "SELECT id FROM meetings ORDER BY day DESC, opened_at DESC, id DESC LIMIT 1"
        )
        return rows[0][0] if rows else None

    async def _register(self, meeting_id: str, drawn: Any) -> Register:
        page = await self.group.read(meetings.register, self.group.actor(1), meeting_id, at=self.at)
        lines, off = drawn
        register_lines = tuple(
            RegisterLine(each.member_id, mark, paid, 0)
            for each, (mark, paid) in zip(page.lines, lines, strict=False)
        )
        expected = page.cash_before + sum(each.saved for each in register_lines)
        return Register(register_lines, max(0, expected + off), CashReason.UNKNOWN)


@settings(
    max_examples=lives(25),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(story=steps)
def test_whatever_happens_the_books_hold(
    tmp_path_factory: pytest.TempPathFactory, story: list[tuple[Any, ...]]
) -> None:
    folder = tmp_path_factory.mktemp("story")

    assert asyncio.run(_tell(f"sqlite:///{folder / 'saakh.db'}", story)) == []


STORY: list[tuple[Any, ...]] = [
    *(("give", 1, n) for n in range(1, 7)),
    ("open", 1),
    ("close", 1, ([(Mark.PRESENT, 20_00)] * 6, -5_00)),
    ("ask", 1, ([(Mark.PRESENT, 40_00)] * 6, 5_00)),
    ("decide", 2, True),
    ("withdraw", 1, 3),
    ("wait", 175),
    ("give", 1, 2),
    ("open", 2),
    ("close", 2, ([(Mark.EXCUSED, 0)] * 2 + [(Mark.LATE, 10_00)] * 4, 0)),
    ("freeze", 4),
    ("wait", 7),
    ("open", 1),
    ("close", 1, ([(Mark.PRESENT, 40_00)] * 5, 5_00)),
    ("ask", 0, ([(Mark.PRESENT, 0)] * 6, 0)),
    ("decide", 1, True),
]


async def test_a_long_story_holds_on_both_engines(database: Database) -> None:
    group = await sisters(database)
    story = Story(group)
    for step in STORY:
        await story.happen(*step)

    assert await _faults(group, story.at) == []


async def test_a_long_story_happens(database: Database) -> None:
    group = await sisters(database)
    story = Story(group)
    for step in STORY:
        await story.happen(*step)

    assert await group.rows(
        "SELECT (SELECT COUNT(*) FROM vouches), (SELECT COUNT(*) FROM vouch_ends),"
        " (SELECT COUNT(*) FROM registers)"
    ) == [(6, 2, 5)]


async def _tell(url: str, steps: list[tuple[Any, ...]]) -> list[Any]:
    async with _opened(url) as database:
        group = await sisters(database, members=MEMBERS)
        story = Story(group)
        for step in steps:
            await story.happen(*step)
        return await _faults(group, story.at)


@asynccontextmanager
async def _opened(url: str) -> AsyncGenerator[Database]:
    database = await open_database(url)
    try:
        yield database
    finally:
        await database.close()


async def _faults(group: Sisters, at: datetime) -> list[Any]:
    """Return everything that must not exist."""
    iso_day = at.date().isoformat()
    unbalanced = [row for row in await group.rows(TRIAL_BALANCE) if row[1] != 0]
    async with group.database.long_read() as read:
        verified = await verify(read, DIGESTED)
    return [
        *await group.read(drift),
        *unbalanced,
        *await group.rows(TWICE, day=iso_day),
        *await group.rows(TOO_MANY, day=iso_day),
        *await group.rows(UNEQUAL),
        *await group.rows(BOX),
        *verified.findings,
    ]
