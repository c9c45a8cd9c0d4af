"""From polling to the webhook and back: nothing is lost, nothing is done twice."""

import asyncio
import random
from functools import partial
from pathlib import Path

from house import real_now, serve
from sandbox.clock import MovableClock
from settings import read_settings
from tests.journeys.kept import kept_in
from tests.journeys.kin import KIN, TIES, Books, ask_geeta_for_her_kin, feed
from tests.journeys.place import environment, free_port, from_noon, look_alike
from tests.journeys.process import begin, end, until
from tests.shell import call
from tests.torture.moved import CLOCK, PROGRAM, set_clock

SEED = 20261124
AT_ONCE = 30
# Each way of getting updates, and the number of applied taps at which the process is ended.
STAGES = (("polling", 10), ("webhook", 45), ("polling", 90))


async def test_taps_are_applied_once_and_in_order_though_they_come_another_way(
    sisters_kept: Path,
) -> None:
    async with kept_in(sisters_kept) as here:
        await ask_geeta_for_her_kin(here)
    books = Books(sisters_kept)
    kin = random.Random(SEED).choices(books.column(KIN), k=AT_ONCE * len(STAGES))
    env = environment(free_port(), free_port(), f"sqlite:///{sisters_kept / 'saakh.db'}")
    clock, moved = MovableClock(from_noon), {CLOCK: str(sisters_kept / "clock")}
    set_clock(sisters_kept / "clock", clock.now() - real_now())
    telegram = look_alike(read_settings(env), clock, sisters_kept / "telegram.json")
    served = await serve(telegram, "127.0.0.1", int(env["BOT_API_URL"].rpartition(":")[2]))

    ended = []
    for number, (way, enough) in enumerate(STAGES):
        taps = kin[number * AT_ONCE : (number + 1) * AT_ONCE]
        feed(telegram, [f"v1|tie|kin|{sister}" for sister in taps])  # while no process listens
        secret = {"WEBHOOK_SECRET": "a-secret-of-switching"} if way == "webhook" else {}
        process = await begin("run", env=env | secret | moved, program=PROGRAM)
        await until(partial(books.has_ties, enough))
        ended.append((await end(process)).status)
    await served.cleanup()

    assert books.column(TIES) == kin
    assert ended == [0] * len(STAGES)
    assert (await asyncio.to_thread(call, "verify", **env)).exit_code == 0
