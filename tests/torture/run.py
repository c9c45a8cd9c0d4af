"""The long forms: `python -m tests.torture.run [PART …]`; without a part, all, one by one.

Each part prints its measurements, one a line; the process ends with 1 where a promise was broken. A
part is a coroutine that gets an empty folder and returns its lines; add yours to PARTS.
"""

import asyncio
import logging
import random
import sys
import time
from collections.abc import Callable, Coroutine, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Final

from storage.database import open_database
from tests.groups import living
from tests.torture import machine, planted, suite
from tests.torture.disk import weathered
from tests.torture.flips import flipped, let_post_go_out
from tests.torture.ground import make_ground
from tests.torture.kills import killed
from tests.torture.notes import can_strace
from tests.torture.order import ordered
from tests.torture.outside import WAYS
from tests.torture.power import cuts, judged, written
from tests.torture.promise import PromiseBroken, hold

SEED: Final = 20261123
KILLS: Final = 100
TAPS: Final = 300
BATCHES: Final = 150
FLIPS: Final = 200

Part = Callable[[Path], Coroutine[None, None, Sequence[str]]]


async def _kills_by(way: str, folder: Path) -> Sequence[str]:
    outcome = await killed(await make_ground(folder), way, KILLS, seed=SEED)
    hold(not outcome.broken, f"{outcome.broken[:5]}")
    hold(outcome.taken == outcome.sent, f"{outcome.taken} of {outcome.sent} were taken")
    summary = f"{outcome.sent} taps, {outcome.taken} taken in, {outcome.answered} answers heard"
    return [f"{outcome.kills} kills, {outcome.at_work} of them at work: {summary}, 0 lost, 0 twice"]


async def kills_by_polling(folder: Path) -> Sequence[str]:
    """A hundred kills of a bot that gets its updates by polling."""
    return await _kills_by("polling", folder)


async def kills_by_webhook(folder: Path) -> Sequence[str]:
    """A hundred kills of a bot that gets its updates by webhook."""
    return await _kills_by("webhook", folder)


async def faults(folder: Path) -> Sequence[str]:
    """Each planted storage fault under the same kills."""
    lines = []
    for fault in ("early", "twice", "split"):
        ground = await make_ground(_folder(folder, fault))
        program = (*planted.PROGRAM, fault)
        outcome = await killed(ground, "polling", KILLS, seed=SEED, program=program)
        hold(bool(outcome.broken), f"{fault} was not caught")
        lines.append(f"planted {fault}: caught at kill {outcome.kills}: {outcome.broken[0].fault}")
    return lines


async def order(folder: Path) -> Sequence[str]:
    """Every acknowledgement comes after its sync; with no wait for the disk, nearly none does."""
    lines = []
    eyes = ("strace", "shim") if can_strace() else ("shim",)
    for way in WAYS:
        for eye in eyes:
            ground = await make_ground(_folder(folder, f"{way}-{eye}"))
            outcome = await ordered(ground, way, TAPS, seed=SEED, eye=eye)
            hold(not outcome.early, f"{way}, {eye}: {outcome.early[:5]}")
            summary = f"{outcome.stored} taken, {outcome.answered} answered, 0 before the sync"
            lines.append(f"{way}, seen by {eye}: {summary}")
    ground = await make_ground(_folder(folder, "relaxed"))
    program = (*planted.PROGRAM, "relaxed")
    outcome = await ordered(ground, "webhook", TAPS, seed=SEED, eye=eyes[0], program=program)
    hold(bool(outcome.early), "an unsynced commit was not caught")
    lines.append(
        f"synchronous = NORMAL: {len(outcome.early)} of {2 * TAPS} before the sync, caught"
    )
    return lines


async def disk(folder: Path) -> Sequence[str]:
    """Each trouble of the disk, by polling and by webhook."""
    lines = []
    for way in WAYS:
        place = _folder(folder, way)
        for name, it in (
            await weathered(place, ("pages", "disk", "write", "sync"), way=way, seed=SEED)
        ).items():
            hold(not it.broken and it.went_on and it.untaken > 0, f"{way}, {name}: {it}")
            end = "stayed up" if it.status is None else f"ended with {it.status}"
            lines.append(f"{way}, {name}: red {it.was_red}, {end}, {it.untaken} not taken, went on")
    return lines


async def power(folder: Path) -> Sequence[str]:
    """Power cuts at every commit of a long log."""
    made = await written(folder, BATCHES, seed=SEED)
    lefts = cuts(made, random.Random(SEED))
    outcome = await asyncio.to_thread(judged, made, lefts, verified_every=10)
    hold(not outcome.wrong, str(outcome.wrong[:5]))
    total = f"{sum(outcome.cuts.values())} cuts of {len(made.counts) - 1} commits"
    stood = f"{outcome.before} at n - 1, {outcome.after} at n, 0 elsewhere"
    return [f"{total}, {outcome.groups} of them within a group: {stood}", str(dict(outcome.cuts))]


async def flips(folder: Path) -> Sequence[str]:
    """Flips of two hundred bits in a village's file, and of two hundred in bytes in use."""
    village = folder / "village.db"
    database = await open_database(f"sqlite:///{village}")
    try:
        await living.seed(database)
    finally:
        await database.close()
    let_post_go_out(village)
    lines = []
    for where, in_use in (("anywhere", False), ("in use", True)):
        outcome = await asyncio.to_thread(flipped, village, FLIPS, seed=SEED, in_use=in_use)
        summary = ", ".join(f"{count} {what}" for what, count in outcome.outcomes.most_common())
        lines.append(
            f"{FLIPS} bits {where}, {outcome.used} in bytes that hold something: {summary}"
        )
        hold(not outcome.missed, f"{where}: {outcome.missed}")
    return lines


PARTS: Final[Mapping[str, Part]] = MappingProxyType(
    {
        "polling": kills_by_polling,
        "webhook": kills_by_webhook,
        "faults": faults,
        "order": order,
        "disk": disk,
        "power": power,
        "flips": flips,
        "postgres": machine.postgres,
        "backup": machine.backup,
        "soak": machine.soak,
        "twins": suite.twins,
        "lives": suite.lives,
        "books": suite.books,
    }
)


def _folder(folder: Path, name: str) -> Path:
    made = folder / name
    made.mkdir()
    return made


async def _run(names: Sequence[str]) -> bool:
    is_kept = True
    for name in names:
        began = time.monotonic()
        with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            try:
                lines = await PARTS[name](Path(folder))
            except PromiseBroken as broken:
                is_kept, lines = False, [f"BROKEN: {broken}"]
        print(f"{name} ({time.monotonic() - began:.0f} s)", *lines, sep="\n  ", flush=True)
    return is_kept


def main(names: Sequence[str]) -> int:
    """Run the named parts, or all; return 0 where every promise was kept."""
    unknown = sorted(set(names) - PARTS.keys())
    if unknown:
        print(f"There is no part {', '.join(unknown)}; there are {', '.join(PARTS)}.")
        return 2
    logging.disable(logging.CRITICAL)  # the simulated Telegram logs every cut connection
    return 0 if asyncio.run(_run(names or list(PARTS))) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
