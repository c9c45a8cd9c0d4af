"""The practice village in the weeks after its past; tests decide its meetings, vouches and runs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Concatenate, LiteralString, ParamSpec, TypeVar

import groups
from groups.charter.acts import register_charter
from groups.deciding import acts as second_person
from groups.deciding.acts import APPROVALS
from groups.joining.acts import joining
from groups.meetings.acts import meetings
from groups.pages import acts as pages
from groups.pages.model import GroupPage, PointsPage
from groups.people.acts import persons as people
from groups.people.model.people import Actor
from groups.people.store.members import select_members_ever
from groups.practice.script import WEEKS, calendar_before, clock
from groups.registers.model.meeting import Mark, Register, RegisterLine
from groups.standing.model import Result, Run
from groups.standing.store import runs
from groups.vouches.acts import vouching
from storage.database import Database
from storage.tx import Tx
from tests.groups.living import NOW, counter, somebody, the_group
from tests.groups.scored import run_next_due

P = ParamSpec("P")
R = TypeVar("R")

CHARTER = (Path(groups.__file__).parent / "charter.toml").read_text()
NEXT = WEEKS + 1  # the number of the first week, meeting and run after the past


@dataclass(slots=True)
class Later:
    """The village from its seventeenth week on; members are named by their numbers."""

    database: Database
    group_id: str
    new_id: Callable[[], str] = field(default_factory=lambda: counter("later"))

    # --- times ----------------------------------------------------------------------------------

    def day(self, week: int) -> date:
        """Return the meeting day of a week."""
        return calendar_before(NOW).meeting(week)

    def noon(self, week: int, days: float = 0) -> datetime:
        """Return noon of a week's meeting day, or so many days after."""
        return clock(self.day(week), 12) + timedelta(days=days)

    def morning(self, week: int) -> datetime:
        """Return the morning on which the week is scored."""
        return clock(self.day(week) + timedelta(days=1), 8, 1)

    # --- reading --------------------------------------------------------------------------------

    async def write(self, act: Callable[Concatenate[Tx, P], R], /, *a: P.args, **k: P.kwargs) -> R:
        """Carry out an act."""
        return await self.database.write(act, *a, **k)

    async def read(self, look: Callable[Concatenate[Tx, P], R], /, *a: P.args, **k: P.kwargs) -> R:
        """Read by a use case."""
        return await self.database.read(look, *a, **k)

    async def rows(self, sql: LiteralString, **p: Any) -> list[tuple[Any, ...]]:
        """Read rows of the tables."""
        return await self.database.read(lambda tx: tx.rows(sql, **p))

    async def actor(self, number: int) -> Actor:
        """Return this member as the actor; 0 is the facilitator."""
        return await self.read(somebody, number)

    async def member(self, number: int) -> str:
        """Return the id of a member."""
        members = await self.read(select_members_ever, self.group_id)
        return next(m.id for m in members if m.number == number)

    async def run(self, week: int) -> Run:
        """Return the run of a week."""
        run = await self.read(runs.select_run, self.group_id, self.day(week))
        assert run is not None, "the week is not scored"
        return run

    async def results(self, week: int) -> dict[int, Result]:
        """Return the results of a week's run, by member number."""
        results = await self.read(runs.select_results, self.group_id, self.day(week))
        members = await self.read(select_members_ever, self.group_id)
        numbers = {m.id: m.number for m in members}
        return {numbers[one.member_id]: one for one in results}

    async def page(self, number: int, week: int = NEXT) -> PointsPage:
        """Return a member's page of points, as she sees it after a week's run."""
        return await self.page_of(await self.actor(number), week)

    async def page_of(self, actor: Actor, week: int) -> PointsPage:
        """Return the page of points of any actor, after a week's run."""
        return await self.read(pages.points_page, actor, self.group_id, at=self.noon(week, 2))

    async def group_page(self, week: int) -> GroupPage:
        """Return the group's page after a week's run, as the leader sees it."""
        return await self.group_page_at(self.noon(week, 2))

    async def group_page_at(self, at: datetime) -> GroupPage:
        """Return the group's page at a time."""
        return await self.group_page_of(1, at)

    async def group_page_of(self, number: int, at: datetime) -> GroupPage:
        """The group's page at a time, as one of them sees it."""
        actor = await self.actor(number)
        return await self.read(pages.group_page, actor, self.group_id, approvals=APPROVALS, at=at)

    # --- acts -----------------------------------------------------------------------------------

    async def meet(
        self,
        week: int,
        marks: Mapping[int, Mark] | None = None,
        *,
        unpaid: tuple[int, ...] = (),
        at: datetime | None = None,
        closed: datetime | None = None,
    ) -> str:
        """Hold a week's meeting and return its id; all come and save, except those named."""
        begun = at or self.noon(week)
        when = (begun, closed or begun)
        return await self.write(_meet, self, when, marks or {}, unpaid)

    async def open_meeting(self, week: int) -> str:
        """Open a week's meeting and leave it open; return its id."""
        opened = await self.write(
            meetings.open_meeting,
            await self.actor(1),
            self.group_id,
            new_id=self.new_id,
            at=self.noon(week),
        )
        return opened.id

    async def score(self, week: int, *, at: datetime | None = None) -> int:
        """Do what is due on the morning after, as the clock does; return the number of steps."""
        return await self.write(_score_all, at or self.morning(week))

    async def live(self, *weeks: int, **how: Any) -> None:
        """Hold and score the meetings of these weeks."""
        for week in weeks:
            await self.meet(week, **how)
            await self.score(week)

    async def vouch(self, giver: int, receiver: int, at: datetime) -> None:
        """Give a vouch."""
        await self._word(vouching.give, giver, receiver, at)

    async def renew(self, giver: int, receiver: int, at: datetime) -> None:
        """Renew a vouch."""
        await self._word(vouching.renew, giver, receiver, at)

    async def withdraw(self, giver: int, receiver: int, at: datetime) -> None:
        """Withdraw a vouch."""
        await self._word(vouching.withdraw, giver, receiver, at)

    async def _word(self, act: Any, giver: int, receiver: int, at: datetime) -> None:
        given_by, given_to = await self.actor(giver), await self.member(receiver)
        await self.write(act, given_by, self.group_id, given_to, new_id=self.new_id, at=at)

    async def correct(
        self, meeting_id: str, number: int, mark: Mark, saved: int, at: datetime
    ) -> None:
        """Correct a member's line: the secretary asks, the president confirms."""
        secretary, president = await self.actor(2), await self.actor(1)
        page = await self.read(meetings.register, secretary, meeting_id, at=at)
        lines = tuple(
            RegisterLine(line.member_id, mark, saved, 0)
            if line.number == number
            else RegisterLine(line.member_id, line.mark, line.saved, line.extra)
            for line in page.lines
        )
        counted = page.cash_before + sum(line.saved + line.extra for line in lines)
        asked = await self.write(
            meetings.ask_correction,
            secretary,
            meeting_id,
            Register(lines, counted),
            "written wrongly",
            new_id=self.new_id,
            at=at,
        )
        await self.write(
            second_person.decide, president, asked.request.id, True, new_id=self.new_id, at=at
        )

    async def freeze(self, number: int, at: datetime) -> None:
        """Let the facilitator freeze a membership."""
        await self.write(
            joining.freeze,
            await self.actor(0),
            await self.member(number),
            new_id=self.new_id,
            at=at,
        )

    async def leave(self, number: int, at: datetime) -> None:
        """Let a member leave."""
        await self.write(joining.leave, await self.actor(number), new_id=self.new_id, at=at)

    async def come_back(self, number: int, at: datetime) -> None:
        """Let a former member join again."""
        await self.write(_come_in, self, await self.actor(number), at, is_seen=True)

    async def come_new(self, name: str, at: datetime) -> Actor:
        """Let a new person join who has been seen in the chat."""
        return await self.write(_come_as_new, self, name, at)

    async def come(self, name: str, at: datetime) -> None:
        """Let a new person ask to join who has not been seen in the chat; she waits."""
        await self.write(_come_as_stranger, self, name, at)


def _come_as_new(tx: Tx, later: Later, name: str, at: datetime) -> Actor:
    actor = people.recognise(
        tx, telegram_id=5, name=name, language_code="hi", new_id=later.new_id, at=at
    )
    _come_in(tx, later, actor, at, is_seen=True)
    return actor


def _come_as_stranger(tx: Tx, later: Later, name: str, at: datetime) -> None:
    actor = people.recognise(
        tx, telegram_id=5, name=name, language_code="hi", new_id=later.new_id, at=at
    )
    _come_in(tx, later, actor, at, is_seen=None)


def _come_in(tx: Tx, later: Later, actor: Actor, at: datetime, *, is_seen: bool | None) -> None:
    joining.ask(tx, actor, the_group(tx).start_token, is_in_chat=is_seen, at=at)
    joining.agree(tx, actor, later.group_id, at)
    joining.confirm_adult(tx, actor, later.group_id, True, new_id=later.new_id, at=at)
    joining.finish(tx, actor)


def _meet(
    tx: Tx,
    later: Later,
    when: tuple[datetime, datetime],
    marks: Mapping[int, Mark],
    unpaid: tuple[int, ...],
) -> str:
    at, closed = when
    leader = somebody(tx)
    meeting = meetings.open_meeting(tx, leader, later.group_id, new_id=later.new_id, at=at)
    page = meetings.register(tx, leader, meeting.id, at=at)
    lines = tuple(_line(line, marks.get(line.number, Mark.PRESENT), unpaid) for line in page.lines)
    counted = page.cash_before + sum(line.saved for line in lines)
    body = Register(lines, counted)
    meetings.close(tx, leader, meeting.id, body, new_id=later.new_id, at=closed)
    return meeting.id


def _line(line: Any, mark: Mark, unpaid: tuple[int, ...]) -> RegisterLine:
    came = mark in {Mark.PRESENT, Mark.LATE}
    saved = line.due if came and line.number not in unpaid else 0
    return RegisterLine(line.member_id, mark, saved, 0)


def _score_all(tx: Tx, at: datetime) -> int:
    looks = 0
    while run_next_due(tx, at=at):
        looks += 1
    return looks


async def later_in(village: Database) -> Later:
    """Return the village, ready to continue."""
    group = await village.read(the_group)
    return Later(village, group.id)


async def change_charter(later: Later, old: str, new: str) -> None:
    """Give the group another charter from now on."""

    def act(tx: Tx) -> None:
        text = CHARTER.replace('version = "2026-11.2"', 'version = "2026-12"').replace(old, new, 1)
        version = register_charter(tx, text, later.noon(NEXT))
        tx.run("UPDATE groups SET charter = :version", version=version)

    await later.write(act)
