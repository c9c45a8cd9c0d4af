"""The real process: ended in order at any moment, alone on its file, clear about what it lacks."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import ClientSession, web

from groups.messages.acts import inbox
from house import real_now, serve
from sandbox.api import VILLAGE
from sandbox.clock import MovableClock
from sandbox.people import say, start_bot
from settings import read_settings
from storage.database import open_database
from tests.journeys.place import GEETA, environment, free_port, look_alike
from tests.journeys.process import answers, begin, command, end, running, until
from tests.shell import call


@dataclass(frozen=True, slots=True)
class Beside:
    """A look-alike of Telegram, and the environment of a house beside it."""

    env: dict[str, str]
    file: Path
    telegram: web.Application

    @property
    def port(self) -> int:
        """Return the port of the house's web view."""
        return int(self.env["WEB_PORT"])

    def done(self) -> int:
        """Return the number of applied updates."""
        if not self.file.exists():
            return 0
        with closing(sqlite3.connect(self.file, timeout=5)) as books:
            if not books.execute("SELECT 1 FROM sqlite_schema WHERE name = 'inbox'").fetchone():
                return 0
            (count,) = books.execute("SELECT count(*) FROM inbox WHERE state = 'done'").fetchone()
            return int(count)


@pytest.fixture
async def beside(tmp_path: Path) -> AsyncIterator[Beside]:
    """Yield a look-alike that is running."""
    file = tmp_path / "saakh.db"
    env = environment(free_port(), free_port(), f"sqlite:///{file}")
    app = look_alike(read_settings(env), MovableClock(), None)
    served = await serve(app, "127.0.0.1", int(env["BOT_API_URL"].rpartition(":")[2]))
    yield Beside(env, file, app)
    await served.cleanup()


async def called(*words: str, **env: str) -> tuple[int, str]:
    """Call a command outside the event loop; return its exit code and output."""
    result = await asyncio.to_thread(call, *words, **env)
    return result.exit_code, result.output


# --- ended in order -----------------------------------------------------------------------------


async def test_told_to_stop_it_finishes_what_it_has_in_hand_and_goes_on_later(
    beside: Beside,
) -> None:
    tell_many(beside.telegram, 60)
    process = await begin("run", env=beside.env)
    await until(lambda: beside.done() >= 5)

    ended = await end(process)
    stopped_at = beside.done()
    async with running("run", env=beside.env, port=beside.port):
        await until(lambda: beside.done() == 60)

    assert (ended.status, ended.err) == (0, "")
    assert 5 <= stopped_at <= 60


async def test_told_to_stop_while_telegram_does_not_answer_it_ends_at_once(tmp_path: Path) -> None:
    env = environment(free_port(), free_port(), f"sqlite:///{tmp_path / 'saakh.db'}")
    process = await begin("run", env=env)
    await answers(env["PUBLIC_URL"], process)

    ended = await end(process)

    assert ended.status == 0
    assert "Traceback" not in ended.err


async def test_it_waits_for_telegram_however_long_it_is_away_and_says_so(tmp_path: Path) -> None:
    file = tmp_path / "saakh.db"
    env = environment(free_port(), free_port(), f"sqlite:///{file}")
    telegram = look_alike(read_settings(env), MovableClock(), None)
    start_bot(telegram[VILLAGE], GEETA, "")
    async with running("run", env=env, port=int(env["WEB_PORT"])):
        waiting = await asked(env, "/healthz")
        elsewhere = (await asked(env, "/app"))[0]
        served = await serve(telegram, "127.0.0.1", int(env["BOT_API_URL"].rpartition(":")[2]))
        await until(lambda: Beside(env, file, telegram).done() == 1)
        heard = await asked(env, "/healthz")
    await served.cleanup()

    assert (waiting[0], waiting[1]["telegram"], elsewhere) == (503, "does not answer", 503)
    assert heard[1]["telegram"] == "ok"


async def asked(env: dict[str, str], path: str) -> tuple[int, dict[str, object]]:
    """Return the status of the web view's answer, and its body if it is JSON."""
    async with ClientSession() as http, http.get(env["PUBLIC_URL"] + path) as answer:
        is_json = answer.content_type == "application/json"
        return answer.status, await answer.json() if is_json else {}


async def test_it_tells_how_it_is(beside: Beside) -> None:
    async with running("run", env=beside.env, port=beside.port), ClientSession() as http:
        web_view = beside.env["PUBLIC_URL"]
        async with http.get(f"{web_view}/healthz") as answer:
            health = await answer.json()
        async with http.get(f"{web_view}/metrics") as answer:
            counted = await answer.text()

    assert (health["database"], health["parked"]) == ("ok", 0)
    assert "saakh_" in counted


# --- alone on its file ----------------------------------------------------------------------------


async def test_beside_it_others_may_read_and_not_write(beside: Beside) -> None:
    async with running("run", env=beside.env, port=beside.port):
        for words in (("verify",), ("export", "--format", "hledger"), ("inbox", "list")):
            assert (await called(*words, **beside.env))[0] == 0
        for words in (("run",), ("migrate",), ("score",)):
            assert "open for writing" in (await called(*words, **beside.env))[1]


async def test_it_tries_again_what_was_put_aside_when_the_operator_asks(beside: Beside) -> None:
    await park_a_message(beside.env["DATABASE_URL"])
    async with running("run", env=beside.env, port=beside.port):
        answer = await called("inbox", "retry", str(PARKED), **beside.env)
        stranger = await called("inbox", "retry", **beside.env | {"BOT_TOKEN": "4242:another"})
        await until(lambda: beside.done() == 1)

    assert answer == (0, "1 update will be tried again.\n")
    assert (stranger[0], "to this BOT_TOKEN" in stranger[1]) == (1, True)


# --- what is missing ------------------------------------------------------------------------------


async def test_a_token_that_telegram_does_not_know_is_told(beside: Beside) -> None:
    ended = await command("run", env=beside.env | {"BOT_TOKEN": "4242:another-token"})

    assert (ended.status, ended.err) == (1, "Error: Telegram does not know this BOT_TOKEN.\n")


async def test_a_port_that_is_taken_is_told(beside: Beside) -> None:
    taken = beside.env["BOT_API_URL"].rpartition(":")[2]

    ended = await command("run", env=beside.env | {"WEB_PORT": taken})

    assert (ended.status, f"Port {taken} is taken." in ended.err) == (1, True)


async def test_an_address_that_is_not_ours_is_told(beside: Beside) -> None:
    ended = await command("run", env=beside.env | {"WEB_HOST": "192.0.2.1"})

    assert (ended.status, "cannot be had at 192.0.2.1" in ended.err) == (1, True)


async def test_a_charter_may_not_change_under_its_version(beside: Beside, tmp_path: Path) -> None:
    async with running("run", env=beside.env, port=beside.port):
        pass
    charter = tmp_path / "charter.toml"
    charter.write_text(OURS.replace("rotation_months = 24", "rotation_months = 25"))

    ended = await command("run", env=beside.env | {"CHARTER": str(charter)})

    assert (ended.status, "give the new one a new version" in ended.err) == (1, True)


OURS = (Path(__file__).parent.parent / "groups" / "charter.toml").read_text(encoding="utf-8")


def tell_many(telegram: web.Application, count: int) -> None:
    """Write to the bot many times before it polls."""
    village = telegram[VILLAGE]
    start_bot(village, GEETA, "")
    for _ in range(count - 1):
        say(village, GEETA, GEETA, "/me")


PARKED = 77


async def park_a_message(url: str) -> None:
    """Write a parked update, as an older version with a bug would have left it."""
    geeta = {"id": GEETA, "is_bot": False, "first_name": "Geeta"}
    message = {
        "message_id": 1,
        "date": 1_790_000_000,
        "text": "/me",
        "from": geeta,
        "chat": {"id": GEETA, "type": "private", "first_name": "Geeta"},
    }
    database = await open_database(url)
    body = json.dumps({"update_id": PARKED, "message": message})
    await database.write(inbox.store, [(PARKED, GEETA, body)], at=real_now())
    for _ in range(inbox.TRIES_MAX):
        await database.write(inbox.broke, PARKED, "KeyError", at=real_now())
    await database.close()
