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
            found = await lived(_in(folder, way), server.url(DATABASE), way, story, seed=SEED)
        lines.append(f"{way}: {SERVER_KILLS} kills, {_told(found)}")
    for number in range(PROMOTIONS):
        way = WAYS[number % 2]
        with _server() as server:
            standby = server.make_standby()
            both = address_of(server, standby)
            try:
                story = promoted(server, standby, of_both=both)
                place = _in(folder, f"standby{number}")
                found = await lived(place, both, way, story, seed=SEED + number)
            finally:
                standby.remove()
        lines.append(f"{way}: a standby promoted, {_told(found)}")
    with _server() as server:
        standby = server.make_standby(waits=False)
        both = address_of(server, standby)
        try:
            story = promoted_too_late(server, standby, of_both=both)
            found = await lived(_in(folder, "late"), both, "polling", story, seed=SEED)
        finally:
            standby.remove()
    hold(bool(found.broken), "a standby that no commit waited for lost nothing that was seen")
    lines.append(f"planted, a standby that no commit waited for: {len(found.broken)} lost, caught")
    return lines


async def backup(folder: Path) -> Sequence[str]:
    """Backups beside a working bot, each restored and compared."""
    found = await backed_up(await make_ground(folder), "polling", BACKUPS, seed=SEED)
    hold(not found.broken and not found.said, f"{found.broken[:5]} {found.said[:1]}")
    return [f"{found.times} backups of {found.seconds} s, {found.answered} answers, 0 lost"]


async def soak(folder: Path) -> Sequence[str]:
    """Two years of many groups."""
    found = await soaked(folder, groups=GROUPS, weeks=WEEKS, kills_until=KILLS_UNTIL, seed=SEED)
    hold(found.is_sound, found.verified)
    hold(not found.parked and not found.still_waiting, f"{found.parked}, {found.still_waiting}")
    told = f"{found.meetings} meetings, {found.runs} runs"
    hold((found.meetings, found.runs) == (GROUPS * WEEKS, GROUPS * WEEKS), told)
    hold(found.kib_a_week < GROWTH_KIB_MAX, f"{found.kib_a_week} KiB a week, {found.rss_kib}")
    told = f"{found.blocks_a_week} blocks a week, {found.blocks}"
    hold(found.blocks_a_week < GROWTH_BLOCKS_MAX, told)
    lived_through = (
        f"{found.groups} groups, {found.weeks} weeks in {found.seconds:.0f} s: "
        f"{found.meetings} meetings, {found.runs} runs, {found.updates} updates, "
        f"{found.kills} kills, {found.troubles} troubles; sound, nothing parked"
    )
    sizes = f"{found.rss_kib[0]} KiB, at last {found.rss_kib[-1]} KiB"
    blocks = f"{found.blocks[0]} blocks in use, at last {found.blocks[-1]}"
    return [
        lived_through,
        f"the process: {sizes}, {found.kib_a_week:+.0f} KiB a week in the second half",
        f"in Python: {blocks}, {found.blocks_a_week:+.0f} a week in the second half",
    ]


def _told(found: Outlived) -> str:
    hold(not found.broken and not found.taken_meanwhile, f"{found.broken[:5]} {found}")
    return (
        f"{found.taken} taken in, {found.answered} answered, 0 lost; red {found.reds} times, "
        f"back after {found.seconds_back:.1f} s at most"
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
