"""The long forms about the machine: PostgreSQL that goes away, backups, and the soak."""

import os
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.cluster import Server
from tests.torture.backup import backed_up
from tests.torture.ground import make_ground
from tests.torture.outside import WAYS
from tests.torture.postgres import (
    DATABASE,
    Outlived,
    address_of,
    killed,
    lived,
    promoted,
    promoted_too_late,
)
from tests.torture.promise import hold
from tests.torture.soak import soaked

SEED: Final = 20261123
SERVER_KILLS: Final = 8
PROMOTIONS: Final = 4
BACKUPS: Final = 10
GROUPS: Final = int(os.environ.get("SOAK_GROUPS", "50"))
WEEKS: Final = int(os.environ.get("SOAK_WEEKS", "104"))  # its memory is stable after one year
KILLS_UNTIL: Final = 20  # kills happen in the first weeks only, so that the process can grow old
GROWTH_KIB_MAX: Final = 100.0  # per week
GROWTH_BLOCKS_MAX: Final = 500.0  # per week, of more than half a million


async def postgres(folder: Path) -> Sequence[str]:
    """A server that is killed under load, and a standby that takes its place."""
    lines = []
    for way in WAYS:
        with _server() as server:
            story = killed(server, SERVER_KILLS, seconds=2.0)
            outlived = await lived(_in(folder, way), server.url(DATABASE), way, story, seed=SEED)
        lines.append(f"{way}: {SERVER_KILLS} kills, {_told(outlived)}")
    for number in range(PROMOTIONS):
        way = WAYS[number % 2]
        with _server() as server:
            standby = server.make_standby()
            both = address_of(server, standby)
            try:
                story = promoted(server, standby, of_both=both)
                place = _in(folder, f"standby{number}")
                outlived = await lived(place, both, way, story, seed=SEED + number)
            finally:
                standby.remove()
        lines.append(f"{way}: a standby promoted, {_told(outlived)}")
    with _server() as server:
        standby = server.make_standby(waits=False)
        both = address_of(server, standby)
        try:
            story = promoted_too_late(server, standby, of_both=both)
            outlived = await lived(_in(folder, "late"), both, "polling", story, seed=SEED)
        finally:
            standby.remove()
    hold(bool(outlived.broken), "a standby that no commit waited for lost nothing that was seen")
    lines.append(
        f"planted, a standby that no commit waited for: {len(outlived.broken)} lost, caught"
    )
    return lines


async def backup(folder: Path) -> Sequence[str]:
    """Backups beside a working bot, each restored and compared."""
    backups = await backed_up(await make_ground(folder), "polling", BACKUPS, seed=SEED)
    hold(not backups.broken and not backups.said, f"{backups.broken[:5]} {backups.said[:1]}")
    return [f"{backups.times} backups of {backups.seconds} s, {backups.answered} answers, 0 lost"]


async def soak(folder: Path) -> Sequence[str]:
    """Two years of many groups."""
    outcome = await soaked(folder, groups=GROUPS, weeks=WEEKS, kills_until=KILLS_UNTIL, seed=SEED)
    hold(outcome.is_sound, outcome.verified)
    hold(
        not outcome.parked and not outcome.still_waiting,
        f"{outcome.parked}, {outcome.still_waiting}",
    )
    summary = f"{outcome.meetings} meetings, {outcome.runs} runs"
    hold((outcome.meetings, outcome.runs) == (GROUPS * WEEKS, GROUPS * WEEKS), summary)
    hold(outcome.kib_a_week < GROWTH_KIB_MAX, f"{outcome.kib_a_week} KiB a week, {outcome.rss_kib}")
    summary = f"{outcome.blocks_a_week} blocks a week, {outcome.blocks}"
    hold(outcome.blocks_a_week < GROWTH_BLOCKS_MAX, summary)
    lived_through = (
        f"{outcome.groups} groups, {outcome.weeks} weeks in {outcome.seconds:.0f} s: "
        f"{outcome.meetings} meetings, {outcome.runs} runs, {outcome.updates} updates, "
        f"{outcome.kills} kills, {outcome.troubles} troubles; sound, nothing parked"
    )
    sizes = f"{outcome.rss_kib[0]} KiB, at last {outcome.rss_kib[-1]} KiB"
    blocks = f"{outcome.blocks[0]} blocks in use, at last {outcome.blocks[-1]}"
    return [
        lived_through,
        f"the process: {sizes}, {outcome.kib_a_week:+.0f} KiB a week in the second half",
        f"in Python: {blocks}, {outcome.blocks_a_week:+.0f} a week in the second half",
    ]


def _told(outcome: Outlived) -> str:
    hold(not outcome.broken and not outcome.taken_meanwhile, f"{outcome.broken[:5]} {outcome}")
    return (
        f"{outcome.taken} taken in, {outcome.answered} answered, 0 lost; red {outcome.reds} times, "
        f"back after {outcome.seconds_back:.1f} s at most"
    )


def _in(folder: Path, name: str) -> Path:
    made = folder / name
    made.mkdir()
    return made


@contextmanager
def _server() -> Generator[Server]:
    server = Server.planned()
    try:
        server.ensure_started()
        server.create(DATABASE)
        yield server
    finally:
        server.remove()
