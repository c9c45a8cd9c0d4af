"""Whether an acknowledgement comes before its data are on the disk: the order of syncs and answers.

A kill cannot show this, because the kernel still writes what a dead process wrote; a power cut
could.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.journeys.process import BOT, begin, kill, until
from tests.torture.ground import Ground
from tests.torture.notes import Note, built_shim, of_shim, of_strace, strace, tells_of_kill
from tests.torture.outside import outside
from tests.torture.wal import Wal, image, opened, read_wal

_NEVER: Final = 1 << 60
_STORED: Final = "SELECT update_id FROM inbox"
_DONE: Final = "SELECT update_id FROM inbox WHERE state = 'done'"


@dataclass(frozen=True, slots=True)
class Ordered:
    """The number of acknowledgements of each kind, and those that came too early."""

    stored: int
    answered: int
    early: Sequence[str]


async def ordered(
    ground: Ground,
    way: str,
    taps: int,
    *,
    seed: int,
    eye: str,
    program: Sequence[str] = BOT,
) -> Ordered:
    """Let the real process take taps while `strace` or the `shim` watches; judge the order."""
    base = ground.file.read_bytes()
    notes = ground.folder / "notes"
    before = strace(notes) if eye == "strace" else ()
    async with outside(ground, way, seed) as out:
        shim = {} if eye == "strace" else _under_shim(ground, notes)
        with (ground.folder / "said.log").open("ab") as log:
            process = await begin(
                "run", env={**out.env, **shim}, program=(*before, *program), said=log
            )
            try:
                for _ in range(taps):
                    out.tap()
                await out.until_heard(lambda it: len(it.answered) == len(it.taken) == taps)
            finally:
                await kill(process)
            if eye == "strace":  # strace goes on writing for a moment
                await until(lambda: tells_of_kill(notes.read_text(), process.pid))
        queries = out.queries
    wal = read_wal(ground.file.with_name(f"{ground.file.name}-wal"))
    lines = notes.read_text().splitlines()
    return judged(of_strace(lines) if eye == "strace" else of_shim(lines), base, wal, queries)


def _under_shim(ground: Ground, notes: Path) -> dict[str, str]:
    shim = built_shim(ground.folder)
    return {"LD_PRELOAD": str(shim), "SHIM_FILES": ground.file.name, "SHIM_NOTES": str(notes)}


def judged(notes: Sequence[Note], base: bytes, wal: Wal, queries: Mapping[int, int]) -> Ordered:
    """Compare when each update was on the disk with when Telegram was told of it.

    `queries` is the update of each tap's query. The log must come from one process that wrote
    nothing over, so that each commit is found where it was written.
    """
    assert sum(note.what == "W" and note.one == 0 for note in notes) == 1, "the log began anew"
    safe = _safe_from(notes, [frame.end for frame in wal.commits])
    stored, done = _first_seen(base, wal, _STORED), _first_seen(base, wal, _DONE)
    told_stored, told_done = _told(notes, queries)
    early = [
        f"{what} of {number}"
        for what, moments, held in (("taking", told_stored, stored), ("answer", told_done, done))
        for number, at in moments.items()
        if number not in held or at < safe[held[number]]
    ]
    return Ordered(len(told_stored), len(told_done), early)


def _safe_from(notes: Sequence[Note], ends: Sequence[int]) -> list[int]:
    """For each commit, the index of the note from which on the disk holds all of it."""
    safe = [_NEVER] * len(ends)
    written = held = 0
    for place, note in enumerate(notes):
        if note.what == "W":
            written = max(written, note.one + note.other)
        elif note.what == "S":
            held = written
        elif note.what == "F":
            for number, end in enumerate(ends):
                if end <= held and safe[number] == _NEVER:
                    safe[number] = place
    return safe


def _first_seen(base: bytes, wal: Wal, sql: str) -> dict[int, int]:
    """For each update, the number of the first commit in which the query finds it."""
    pages: dict[int, bytes] = {}
    first_commit: dict[int, int] = {}
    commit = 0
    for frame in wal.frames:
        pages[frame.page] = wal.content(frame)
        if not frame.ends_commit:
            continue
        with closing(opened(image(base, pages, wal.page_size, frame.pages_after))) as state:
            for (number,) in state.execute(sql):
                first_commit.setdefault(number, commit)
        commit += 1
    return first_commit


def _told(
    notes: Iterable[Note], queries: Mapping[int, int]
) -> tuple[dict[int, int], dict[int, int]]:
    """The notes that told Telegram, for each update, that it is stored and that it is done."""
    stored: dict[int, int] = {}
    done: dict[int, int] = {}
    asked: dict[int, int] = {}  # the last update of each connection
    for place, note in enumerate(notes):
        if note.what == "U":
            asked[note.one] = note.other
        elif note.what == "A" and note.one in asked:
            stored.setdefault(asked.pop(note.one), place)
        elif note.what == "O":
            for number in queries.values():
                if number < note.one:
                    stored.setdefault(number, place)
        elif note.what == "Q":
            done.setdefault(queries[note.one], place)
    return stored, done
