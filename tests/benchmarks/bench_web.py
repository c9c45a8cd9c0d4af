"""Pages a second: the group's standing, beside a page that says hello and a table of 15 rows.

Every side is an aiohttp server on loopback; another process asks it over kept-alive connections.
Jinja2 renders the table from rows in memory behind the same check of the session's token. The
standing is read from the database for its reader at every request.
"""

import asyncio
import tempfile
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import Final

from aiohttp import web
from jinja2 import Environment

from storage.database import open_database
from tests.benchmarks.http_sender import HttpSender
from tests.benchmarks.rounds import DISK, Line, Rounds, shown
from tests.webapp.world import AGREED, BOT_TOKEN, FIRST_FRIDAY, NAMES, World, served
from texts.say import prepare
from webapp.sessions import Session, make_token, read_token, session_key

ROUNDS: Final = 9
ASKED: Final = 600  # pages in a round
IN_FLIGHT: Final = 16
GROUPS: Final = 5
WEEKS: Final = 26
BOUND: Final = 0.5
STANDING, TABLE, HELLO = "the standing", "a table of 15 rows", "hello"
_TABLE: Final = """<h1>{{ name }}</h1><table><thead><tr><th>Who</th><th>Came</th><th>Saved</th></tr>
</thead><tbody>{% for row in rows %}<tr><td>{{ row.name }}</td><td>{{ row.came }}</td>
<td>{{ row.saved }}</td></tr>{% endfor %}</tbody></table>"""


@dataclass(frozen=True, slots=True)
class Side:
    """A side's port, and the request of each reader."""

    port: int
    requests: Sequence[bytes]


class Asker(HttpSender):
    """Asks for pages, one request after another, from a process of its own."""

    def prepare_pages(self, side: Side) -> None:
        """Hand over the next requests, the readers in turn."""
        requests = list(islice(cycle(side.requests), ASKED))
        self._end.send((side.port, requests, IN_FLIGHT))
        assert self._end.recv() == ASKED, "they were understood"


def request(path: str, token: str) -> bytes:
    """Return a page's request as the shell's script sends it."""
    head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Fragment: 1\r\n"
    return f"{head}Authorization: Bearer {token}\r\n\r\n".encode()


# --- the peers ----------------------------------------------------------------------------------


def peers() -> web.Application:
    """Return the hello page and the table behind a check of the session."""
    key = session_key(BOT_TOKEN)
    template = Environment(autoescape=True).from_string(_TABLE)
    rows = [{"name": f"Sunita {n}", "came": n, "saved": 20 * n} for n in range(15)]

    async def hello(asked: web.Request) -> web.Response:
        del asked
        return web.Response(text="hello")

    async def table(asked: web.Request) -> web.Response:
        scheme, _, token = asked.headers.get("Authorization", "").partition(" ")
        session = read_token(token, key, seconds=time.time())
        if scheme != "Bearer" or session is None:
            return web.Response(status=401)
        text = template.render(name=session.group_id, rows=rows)
        return web.Response(text=text, content_type="text/html", charset="utf-8")

    app = web.Application()
    app.router.add_get("/hello", hello)
    app.router.add_get("/table", table)
    return app


@asynccontextmanager
async def served_peers() -> AsyncGenerator[int, None]:
    """Serve the peers; yield their port."""
    runner = web.AppRunner(peers())
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()


# --- our side -----------------------------------------------------------------------------------


async def settle(world: World) -> list[bytes]:
    """Let some groups live for half a year; return the request of each of their members."""
    await world.head("Asha")
    key, requests = session_key(BOT_TOKEN), []
    for n in range(GROUPS):
        world.at = FIRST_FRIDAY - timedelta(days=5)
        names = [f"{name} {n}" for name in NAMES]
        agreed = replace(AGREED, name=f"Ekta {n}")
        group = await world.found(*names, chat_id=-100 - n, agreed=agreed)
        await world.live(group, names[0], WEEKS, absent=names[2:4])
        for name in names:
            session = Session(world.people[name].person_id, group.id, world.telegram_ids[name])
            requests.append(request("/app/standing", make_token(session, key, seconds=time.time())))
    return requests


async def measured() -> Rounds:
    """Return the pages a second of every side; the sides take turns."""
    DISK.mkdir(exist_ok=True)
    prepare()
    rounds = Rounds()
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(dir=DISK))
        database = await open_database(f"sqlite:///{Path(folder) / 'measured.db'}")
        stack.push_async_callback(database.close)
        world = World(database)
        requests = await settle(world)
        await stack.enter_async_context(served(world))
        port = await stack.enter_async_context(served_peers())
        token = requests[0].partition(b"Bearer ")[2].decode().strip()
        sides = {
            STANDING: Side(int(world.base.rpartition(":")[2]), requests),
            TABLE: Side(port, [request("/table", token)]),
            HELLO: Side(port, [request("/hello", token)]),
        }
        asker = stack.enter_context(Asker({}))
        for nth in range(-1, ROUNDS):  # the first round is only a warm-up
            for name, side in sides.items():
                speed = await _speed(asker, side)
                if nth >= 0:
                    rounds.add(name, speed)
    return rounds


async def _speed(asker: Asker, side: Side) -> float:
    asker.prepare_pages(side)
    begun = time.perf_counter()
    answered = await asker.send()
    seconds = time.perf_counter() - begun
    assert answered == ASKED, f"{ASKED - answered} pages were refused"
    return ASKED / seconds


def lines() -> list[Line]:
    """Measure, and return the lines of the table."""
    rounds = asyncio.run(measured())
    ours, table, hello = (rounds.median(name) for name in (STANDING, TABLE, HELLO))
    return [
        Line("the standing page", ours, "pages/s", "aiohttp + Jinja2, 15 rows", table, BOUND),
        Line("the standing page", ours, "pages/s", "aiohttp, hello", hello),
    ]


def main() -> None:
    """Measure and print."""
    for line in lines():
        print(shown(line))


if __name__ == "__main__":
    main()
