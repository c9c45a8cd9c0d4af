"""PostgreSQL is killed, or replaced by a standby, under the running bot, and nothing is lost.

The bot stays up: it waits, reports bad health, accepts nothing meanwhile, and goes on.
"""

import asyncio
import random
from asyncio.subprocess import Process
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psycopg
from aiohttp import ClientError, ClientSession, ClientTimeout

from tests.cluster import Server
from tests.journeys.process import answers, begin
from tests.shell import call
from tests.torture.ground import Ground, make_ground
from tests.torture.history import Books, Broken, broken
from tests.torture.outside import Outside, outside
from tests.torture.reading import TAPPED

DATABASE: Final = "saakh"
_ANSWERS: Final = 20
_AHEAD: Final = 20  # unanswered taps; more would only wait for one group's lock
_PAUSE: Final = 0.01
_LIMIT: Final = 90.0
_INBOX: Final = "SELECT update_id, state FROM inbox"
_WAITING: Final = "SELECT count(*) FROM inbox WHERE state <> 'done'"

Away = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Outlived:
    """The result of servers that went away under a bot that stayed."""

    times: int
    reds: int  # how often /healthz was red
    taken_meanwhile: int  # updates acknowledged while there was no server
    seconds_back: float  # the longest time from a server's return to the next answer
    sent: int
    taken: int
    answered: int
    broken: Sequence[Broken]


class Life:
    """One life of the bot over a server that goes away and comes back."""

    def __init__(self, ground: Ground, out: Outside, process: Process, seed: int) -> None:
        self._ground = ground
        self._out = out
        self._process = process
        self._chance = random.Random(seed)
        self.url = ground.url
        self.reds = 0
        self.taken_meanwhile = 0
        self.seconds_back = 0.0

    async def until_at_work(self) -> None:
        """Let the bot give some answers."""
        before = len(self._out.history.answered)
        await self._heard(before + self._chance.randint(5, _ANSWERS))

    async def without(self, goes: Away, comes: Away, seconds: float) -> None:
        """Take the server away for some seconds, and wait until the bot works again."""
        await goes()
        self.reds += await self._is_red()
        taken = len(self._out.history.taken)
        await asyncio.sleep(seconds)
        self.taken_meanwhile += len(self._out.history.taken) - taken
        answered = len(self._out.history.answered)
        loop = asyncio.get_running_loop()
        await comes()
        back = loop.time()
        await self._heard(answered + 1)
        self.seconds_back = max(self.seconds_back, loop.time() - back)

    async def looked_at(self) -> list[Broken]:
        """The promises among the acknowledgements so far that the books have broken."""
        history = deepcopy(self._out.history)
        books = await asyncio.to_thread(books_in, self.url, is_sound=True)
        history.sent |= self._out.history.sent  # taps sent meanwhile may be in them
        return broken(history, books)

    async def end(self, times: int) -> Outlived:
        """Let the bot carry out all that was sent and end in order, then check the books."""
        async with asyncio.timeout(_LIMIT):
            while await asyncio.to_thread(self._has_more):  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.1)
            self._process.terminate()
            assert await self._process.wait() == 0
        verified = await asyncio.to_thread(call, "verify", DATABASE_URL=self.url)
        if verified.exit_code:
            print(verified.output)
        books = await asyncio.to_thread(books_in, self.url, is_sound=verified.exit_code == 0)
        history = self._out.history
        return Outlived(
            times,
            self.reds,
            self.taken_meanwhile,
            self.seconds_back,
            len(history.sent),
            len(history.taken),
            len(history.answered),
            broken(history, books),
        )

    async def _heard(self, answers: int) -> None:
        """Wait for answers; the bot must not end meanwhile."""
        heard = asyncio.create_task(self._out.until_heard(lambda it: len(it.answered) >= answers))
        ended = asyncio.create_task(self._process.wait())
        await asyncio.wait((heard, ended), return_when=asyncio.FIRST_COMPLETED)
        ended.cancel()
        assert self._process.returncode is None, "the bot ended with its database"
        await heard

    async def _is_red(self) -> bool:
        """Whether the bot reports bad health, as it must."""
        async with ClientSession(timeout=ClientTimeout(10)) as http:
            try:
                async with http.get(f"{self._out.env['PUBLIC_URL']}/healthz") as answer:
                    return answer.status == 503
            except (ClientError, TimeoutError):
                return False

    def _has_more(self) -> bool:
        with psycopg.connect(self.url) as connection:
            (count,) = connection.execute(_WAITING).fetchone() or (1,)
        return bool(count) or len(self._out.history.taken) < len(self._out.history.sent)


Story = Callable[[Life], Awaitable[int]]


async def lived(folder: Path, url: str, way: str, story: Story, *, seed: int) -> Outlived:
    """Let the bot work under load while a story happens to its server; return the result."""
    ground = await make_ground(folder, url)
    async with outside(ground, way, seed) as out:
        tapping = asyncio.create_task(_keep_tapping(out))
        with (folder / "said.log").open("wb") as log:
            process = await begin("run", env=out.env, said=log)
        try:
            await answers(out.env["PUBLIC_URL"], process)
            life = Life(ground, out, process, seed)
            times = await story(life)
            tapping.cancel()
            return await life.end(times)
        finally:
            tapping.cancel()
            if process.returncode is None:
                process.kill()
                await process.wait()


def killed(server: Server, times: int, *, seconds: float) -> Story:
    """The story of a server that is killed and started again so many times."""

    async def story(life: Life) -> int:
        for _ in range(times):
            await life.until_at_work()
            await life.without(_beside(server.kill), _beside(server.start_again), seconds)
            faults = await life.looked_at()
            assert faults == [], faults
        return times

    return story


def promoted(first: Server, standby: Server, *, of_both: str) -> Story:
    """The story of a server that dies for ever, and of the standby that takes its place."""

    async def story(life: Life) -> int:
        await life.until_at_work()
        await life.without(_beside(first.kill), _beside(standby.promote), 0.5)
        life.url = of_both
        await life.until_at_work()
        return 1

    return story


def promoted_too_late(first: Server, standby: Server, *, of_both: str) -> Story:
    """The story of a standby that fell behind, because no commit waited for it."""

    def comes() -> None:
        standby.start_again()
        standby.promote()

    async def story(life: Life) -> int:
        await life.until_at_work()
        await asyncio.to_thread(standby.kill)
        await life.until_at_work()
        await life.without(_beside(first.kill), _beside(comes), 0.5)
        life.url = of_both
        return 1

    return story


def address_of(*servers: Server) -> str:
    """The URL of the database on whichever of these servers accepts writes."""
    hosts = ",".join(str(server.home) for server in servers)
    return f"postgresql://saakh@/{DATABASE}?host={hosts}&target_session_attrs=read-write"


def books_in(url: str, *, is_sound: bool) -> Books:
    """What the database holds, in one snapshot."""
    rows: defaultdict[str, list[str]] = defaultdict(list)
    with psycopg.connect(url) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        inbox: dict[int, str] = dict(connection.execute(_INBOX).fetchall())
        for woman, sister in connection.execute(TAPPED):
            rows[woman].append(sister)
    return Books(inbox, rows, is_sound)


async def _keep_tapping(out: Outside) -> None:
    """Tap until cancelled, not much faster than the bot answers."""
    history = out.history
    while True:
        while len(history.sent) < len(history.answered) + _AHEAD:
            out.tap()
        await asyncio.sleep(_PAUSE)


def _beside(act: Callable[[], None]) -> Away:
    async def away() -> None:
        await asyncio.to_thread(act)

    return away
