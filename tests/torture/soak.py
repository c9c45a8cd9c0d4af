"""A soak: many groups live week after week, while Telegram misbehaves and the bot is killed.

At the end every meeting is in the books once, every week is scored, nothing waits, nothing was put
aside, `verify` finds no fault, and the process is as large as before.
"""

import asyncio
import re
import signal
import time
from asyncio.subprocess import Process
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from statistics import linear_regression
from typing import Final

from aiohttp import ClientError, ClientSession, ClientTimeout

from tests.journeys.place import session
from tests.journeys.process import answers, begin, kill
from tests.shell import call
from tests.torture.moved import CLOCK, PROGRAM, blocks_file, set_clock
from tests.torture.year import MONDAY, Circle, Year, begun, coming

_LIMIT: Final = 240.0
_AT_ONCE: Final = 4
_OPEN: Final = "SELECT id FROM meetings WHERE group_id = ? AND state = 'open'"
_HELD: Final = "SELECT count(*) FROM meetings WHERE state = 'closed'"
_SCORED: Final = "SELECT count(*) FROM score_runs"


@dataclass(frozen=True, slots=True)
class Soaked:
    """The result of a soak."""

    groups: int
    weeks: int
    seconds: float
    kills: int
    troubles: int
    updates: int
    meetings: int
    runs: int
    parked: Sequence[str]
    still_waiting: int
    rss_kib: Sequence[int]  # after each week without a kill
    kib_a_week: float
    blocks: Sequence[int]  # blocks of memory that Python used then
    blocks_a_week: float
    verified: str
    is_sound: bool


class Soak:
    """One soak; it starts the bot again after each kill."""

    def __init__(self, year: Year, *, kills_until: int) -> None:
        self._year = year
        self._kills_until = kills_until
        self._process: Process | None = None
        self._file = year.folder / "clock"
        self.kills = 0
        self.rss_kib: list[int] = []
        self.blocks: list[int] = []

    @asynccontextmanager
    async def at_work(self) -> AsyncGenerator[None]:
        """Run the bot until the context ends; then it must end in order."""
        set_clock(self._file, self._year.clock.offset)
        await self._start()
        try:
            yield
            assert self._process is not None
            self._process.terminate()
            async with asyncio.timeout(_LIMIT):
                assert await self._process.wait() == 0, self._said()
        finally:
            if self._process is not None and self._process.returncode is None:
                await kill(self._process)

    async def week(self, number: int) -> None:
        """Let the groups meet, chat and be scored the next morning; some things go wrong."""
        year = self._year
        monday = coming(MONDAY, 11, year.clock.now())
        self._move(monday)
        for _ in range(year.chance.randint(1, 4)):
            year.trouble()
        killing = asyncio.create_task(self._kill_once()) if self._may_kill(number) else None
        few = asyncio.Semaphore(_AT_ONCE)
        await asyncio.gather(*(self._meet(circle, few) for circle in year.circles))
        if killing is not None:
            await killing
        await self._until(year.is_quiet)
        self._move(monday + timedelta(hours=21, minutes=10))
        due = (number + 1) * len(year.circles)
        await self._until(lambda: year.rows(_SCORED)[0][0] >= due)
        await self._until(year.is_quiet)
        if number >= self._kills_until:
            self.rss_kib.append(self._rss())
            self.blocks.append(await self._in_use())

    # --- a meeting ------------------------------------------------------------------------------

    async def _meet(self, circle: Circle, few: asyncio.Semaphore) -> None:
        async with few:
            year = self._year
            leader = circle.women[0]
            year.say(leader, circle.chat, "/meeting")
            year.say(year.chance.choice(circle.women), circle.chat, "/vouch")
            await self._until(lambda: bool(year.rows(_OPEN, circle.group_id)))
            ((meeting,),) = year.rows(_OPEN, circle.group_id)
            year.tap_board(circle)
            year.ask_something(circle)
            await self._close(leader, meeting)

    async def _close(self, leader: int, meeting: str) -> None:
        """Send the register until it is recorded, even when answers are lost."""
        path = f"/app/register/{meeting}"
        async with asyncio.timeout(_LIMIT), ClientSession(timeout=ClientTimeout(10)) as http:
            form: dict[str, str] = {}
            while True:
                try:
                    web_view = self._year.env["PUBLIC_URL"]
                    token = (await session(http, web_view, self._year.launch(leader)))["token"]
                    headers = {"X-Fragment": "1", "Authorization": f"Bearer {token}"}
                    if not form:
                        async with http.get(f"{web_view}{path}", headers=headers) as answer:
                            form = self._filled(await answer.text())
                    to = f"{web_view}{path}/close"
                    async with http.post(to, headers=headers, data=form) as answer:
                        if answer.status == 200:
                            return
                except (ClientError, TimeoutError, AssertionError):
                    pass  # the bot is being killed, or is not there
                await asyncio.sleep(0.2)

    def _filled(self, page: str) -> dict[str, str]:
        """The register as proposed, but one member is absent and one saves more."""
        saved = dict(re.findall(r'name="saved-(\w+)"[^>]* value="([\d.]+)"', page))
        before = re.search(r'data-before="(\d+)"', page)
        assert before is not None, "this is no register"
        away, more = self._year.chance.sample(sorted(saved), 2)
        saved |= {away: "0", more: "50"}
        marks = {f"mark-{one}": "absent" if one == away else "present" for one in saved}
        cash = int(before.group(1)) // 100 + sum(int(float(it)) for it in saved.values())
        return marks | {f"saved-{one}": it for one, it in saved.items()} | {"cash": str(cash)}

    # --- the process ----------------------------------------------------------------------------

    async def _start(self) -> None:
        env = self._year.env | {CLOCK: str(self._file)}
        with (self._year.folder / "said.log").open("ab") as log:
            self._process = await begin("run", env=env, program=PROGRAM, said=log)
        await answers(f"{self._year.env['PUBLIC_URL']}/", self._process)

    async def _kill_once(self) -> None:
        await asyncio.sleep(self._year.chance.uniform(0.05, 1.5))
        assert self._process is not None
        assert self._process.returncode is None, self._said()
        await kill(self._process)
        self.kills += 1
        self._year.call_off()
        await self._start()

    def _may_kill(self, number: int) -> bool:
        return number < self._kills_until and number % 2 == 0

    def _move(self, to: datetime) -> None:
        self._year.clock.move(to)
        set_clock(self._file, self._year.clock.offset)

    async def _until(self, is_so: Callable[[], bool]) -> None:
        async with asyncio.timeout(_LIMIT):
            while not is_so():
                assert self._process is not None
                await asyncio.sleep(0.05)

    def _rss(self) -> int:
        assert self._process is not None
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return int(next(line.split()[1] for line in status.splitlines() if "VmRSS" in line))

    async def _in_use(self) -> int:
        assert self._process is not None
        count_file = blocks_file(self._file)
        count_file.unlink(missing_ok=True)
        self._process.send_signal(signal.SIGUSR1)
        await self._until(count_file.exists)
        return int(count_file.read_text())

    def _said(self) -> str:
        return (self._year.folder / "said.log").read_text()[-3000:]


async def soaked(folder: Path, *, groups: int, weeks: int, kills_until: int, seed: int) -> Soaked:
    """Let groups live for weeks, with kills in the first weeks; return the result."""
    began = time.monotonic()
    async with begun(folder, groups, seed=seed) as year:
        soak = Soak(year, kills_until=kills_until)
        async with soak.at_work():
            for number in range(weeks):
                await soak.week(number)
        verified = await asyncio.to_thread(call, "verify", **year.env)
        return Soaked(
            groups=groups,
            weeks=weeks,
            seconds=round(time.monotonic() - began, 1),
            kills=soak.kills,
            troubles=sum(year.troubles.values()),
            updates=year.told(),
            meetings=year.rows(_HELD)[0][0],
            runs=year.rows(_SCORED)[0][0],
            parked=[row[0] for row in year.rows("SELECT error FROM inbox WHERE state = 'parked'")],
            still_waiting=year.rows("SELECT count(*) FROM inbox WHERE state = 'waiting'")[0][0],
            rss_kib=soak.rss_kib,
            kib_a_week=_slope(soak.rss_kib),
            blocks=soak.blocks,
            blocks_a_week=_slope(soak.blocks),
            verified=verified.output,
            is_sound=verified.exit_code == 0,
        )


def _slope(sizes: Sequence[int]) -> float:
    """The growth in a week, over the second half of the measurements."""
    settled = sizes[len(sizes) // 2 :]
    return linear_regression(range(len(settled)), settled).slope if len(settled) > 1 else 0.0
