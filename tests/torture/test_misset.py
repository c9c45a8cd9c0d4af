"""A real process on a machine whose clock is set back, set ahead, and put right again."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiohttp import ClientSession

from storage.tx import moment
from tests.journeys.process import answers, begin, command, end, until
from tests.torture import misset
from tests.torture.unanswered import make_edge, recorded, telegram_beside

HOURS = 3600
SECONDS_MAX = 60.0


def waiting(file: Path) -> int:
    """Count the updates that are stored and wait."""
    return int(asked(file, "SELECT COUNT(*) FROM inbox WHERE state = 'waiting'"))


def asked(file: Path, sql: str) -> Any:
    """Ask a file that another process writes for one value."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=5)) as opened:
        return opened.execute(sql).fetchone()[0]


async def until_probed(url: str, status: int) -> dict[str, Any]:
    """Wait until the probe has this status; return what it says."""
    async with asyncio.timeout(SECONDS_MAX), ClientSession() as http:
        while True:
            async with http.get(f"{url}/healthz") as answer:
                if answer.status == status:
                    return dict(await answer.json())
            await asyncio.sleep(0.05)


async def test_nothing_is_dated_by_a_wrong_clock_and_all_goes_on_when_it_is_right(
    tmp_path: Path,
) -> None:
    edge, off = await make_edge(tmp_path), tmp_path / "off"
    misset.set_off(off, 0)
    file = edge.ground.file
    probes, before, during = [], [recorded(file)], []
    async with telegram_beside(edge) as telegram:
        telegram.deaf = False
        env = {**telegram.env, "MISSET": str(off)}
        process = await begin("run", env=env, program=misset.PROGRAM)
        await answers(f"{env['PUBLIC_URL']}/healthz", process)
        await until_probed(env["PUBLIC_URL"], 200)
        for seconds, what in ((-20 * HOURS, "vouch"), (365 * 24 * HOURS, "stop")):
            misset.set_off(off, seconds)
            telegram.tap(edge.taps[what])
            await until(lambda: waiting(file) == 1)
            probes.append((await until_probed(env["PUBLIC_URL"], 503))["clock"])
            await asyncio.sleep(1)  # in which it would be carried out
            during.append(recorded(file))
            misset.set_off(off, 0)
            await until(lambda: waiting(file) == 0)
            await until_probed(env["PUBLIC_URL"], 200)
            before.append(recorded(file))
        ended = await end(process)
        verified = await command("verify", env=telegram.env)
    given = moment(asked(file, "SELECT recorded_at FROM vouches"))

    assert [words.startswith("not believed: ") for words in probes] == [True, True]
    assert during == before[:2]
    assert (before[2]["vouches"], before[2]["stopped"]) == (1, 1)
    assert asked(file, "SELECT COUNT(*) FROM score_runs") == 0
    assert abs(datetime.now(UTC) - given) < timedelta(minutes=5)
    assert (ended.status, verified.status) == (0, 0), verified.out
