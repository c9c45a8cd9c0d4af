"""A full or broken disk under the real process: it refuses or stops, and never half-writes.

Each trouble comes while members tap. It lasts until `/healthz` is red or the process has ended, and
goes away again. The acknowledged taps must be recorded, and afterwards all must go on.
"""

import asyncio
import errno
import subprocess
from asyncio.subprocess import Process
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, Protocol

from aiohttp import ClientError, ClientSession

from tests.journeys.process import begin
from tests.torture import planted
from tests.torture.ground import Ground, make_ground
from tests.torture.history import Broken
from tests.torture.kills import looked_at
from tests.torture.notes import built_shim
from tests.torture.outside import Outside, outside
from tests.torture.reading import done_in

FULL: Final = ("pages", "disk")  # the bot goes on by itself when there is room
BROKEN: Final = ("write", "sync")  # only a restart can tell what the disk holds
TAPS: Final = 6
_SECONDS: Final = 180.0
_PATIENCE: Final = 20.0
_SHORT_PATIENCE: Final = 6.0  # with a planted fault; it need not go on afterwards
SOUND: Final = "bounded"  # `max_page_count` is the disk's size, and nothing is planted
_MIB: Final = 1 << 20
_BLOCK: Final = 4096


@dataclass(frozen=True, slots=True)
class Weathered:
    """The result of one trouble."""

    was_red: bool  # /healthz was red
    was_told: bool  # a process that stayed up told members that nothing is recorded yet
    status: int | None  # the status with which the process ended itself; None: it stayed up
    untaken: int  # taps not acknowledged during the trouble
    broken: Sequence[Broken]  # promises broken in the file that the trouble left
    went_on: bool  # all taps were done after the trouble


class Trouble(Protocol):
    """One trouble that a disk can have."""

    def comes(self) -> None:
        """Let the disk fail from now on."""
        ...

    def goes(self) -> None:
        """Let the disk work again."""
        ...


@dataclass(frozen=True, slots=True)
class NoPages:
    """The database may not grow: `max_page_count` is its present size."""

    ground: Ground

    def comes(self) -> None:
        """Forbid growth; SQLite reads a bound below the present size as the present size."""
        self._told.write_text("1")

    def goes(self) -> None:
        """Allow growth."""
        self._told.unlink()

    @property
    def _told(self) -> Path:
        return self.ground.folder / "pages"


@dataclass(frozen=True, slots=True)
class NoRoom:
    """The file system is full: another file takes all the room of a small one."""

    ground: Ground

    def comes(self) -> None:
        """Fill the file system to the last byte."""
        with suppress(OSError), self._filler.open("wb", buffering=0) as filler:
            while filler.write(b"\0" * _BLOCK):
                pass

    def goes(self) -> None:
        """Make room."""
        self._filler.unlink()

    @property
    def _filler(self) -> Path:
        return self.ground.folder / "filler"


@dataclass(frozen=True, slots=True)
class Fails:
    """A call on the database's files fails, as the test told the shim."""

    ground: Ground
    call: str
    number: int

    def comes(self) -> None:
        """Let the call fail."""
        order_file = self._told.with_suffix(".new")
        order_file.write_text(f"{self.call} {self.number}\n")
        order_file.rename(self._told)

    def goes(self) -> None:
        """Let the call succeed again."""
        self._told.unlink()

    @property
    def _told(self) -> Path:
        return trouble_file(self.ground)


def trouble_file(ground: Ground) -> Path:
    """The file that tells the shim which call fails."""
    return ground.folder / "trouble"


@asynccontextmanager
async def small_disk(folder: Path) -> AsyncGenerator[bool]:
    """Mount a file system of eight megabytes; yield False where the test may not mount one."""
    words = ("mount", "-t", "tmpfs", "-o", f"size={8 * _MIB}", "saakh", str(folder))
    is_mounted = (await _run(*words)) == 0
    try:
        yield is_mounted
    finally:
        if is_mounted:
            assert await _run("umount", "--lazy", str(folder)) == 0


async def _run(*words: str) -> int:
    try:
        process = await asyncio.create_subprocess_exec(*words, stderr=subprocess.DEVNULL)
    except FileNotFoundError:
        return -1
    return await process.wait()


def troubles(ground: Ground, *, has_small_disk: bool) -> dict[str, Trouble]:
    """Every trouble by its name."""
    full = NoRoom(ground) if has_small_disk else Fails(ground, "write", errno.ENOSPC)
    return {
        "pages": NoPages(ground),
        "disk": full,
        "write": Fails(ground, "write", errno.EIO),
        "sync": Fails(ground, "sync", errno.EIO),
    }


class Weather:
    """Leads the process through one trouble after another."""

    def __init__(
        self,
        ground: Ground,
        out: Outside,
        log: IO[bytes],
        fault: str,
    ) -> None:
        self._ground = ground
        self._out = out
        self._log = log
        self._program = (*planted.PROGRAM, fault)
        self._is_planted = fault != SOUND
        self._patience = _SHORT_PATIENCE if self._is_planted else _PATIENCE
        self._process: Process | None = None
        self._shim = built_shim(Path(log.name).parent)

    async def live_through(self, name: str, trouble: Trouble) -> Weathered:
        """Let a trouble come and go, and return what it did."""
        process = await self._up()
        self._out.put_off.clear()
        trouble.comes()
        was_red = await self._tap_until_red(process)
        was_told = name in BROKEN or await self._is_told()
        faults = await looked_at(self._ground, self._out)
        untaken = len(self._out.history.sent) - len(self._out.history.taken)
        status = await self._ended(process) if name in BROKEN else process.returncode
        trouble.goes()
        went_on = not faults and await self._goes_on()
        return Weathered(was_red, was_told, status, untaken, faults, went_on)

    async def end(self) -> int | None:
        """Ask the process to end; return its exit status, None if it had to be killed."""
        if self._process is None:
            return None
        with suppress(ProcessLookupError):
            self._process.terminate()
        return await self._ended(self._process)

    async def _goes_on(self) -> bool:
        """Whether all taps are carried out and the process reports good health."""
        process = await self._up()
        async with asyncio.timeout(_SECONDS):
            while await self._health() != 200 or self._undone():
                if process.returncode is not None:
                    return False
                await asyncio.sleep(0.1)
        return True

    def _undone(self) -> set[int]:
        return self._out.history.sent.keys() - done_in(self._ground.file)

    async def _up(self) -> Process:
        """Start the process if it has ended; wait until it works and reports good health."""
        if self._process is None or self._process.returncode is not None:
            shim_env = {"LD_PRELOAD": str(self._shim), "SHIM_FILES": self._ground.file.name}
            shim_env["SHIM_TROUBLE"] = str(trouble_file(self._ground))
            env = {**self._out.env, **shim_env}
            self._process = await begin("run", env=env, program=self._program, said=self._log)
        for _ in range(TAPS):
            self._out.tap()
        async with asyncio.timeout(_SECONDS):
            while self._undone() or await self._health() != 200:
                assert self._process.returncode is None, self._said()
                await asyncio.sleep(0.05)
        return self._process

    def _said(self) -> str:
        return Path(self._log.name).read_text()[-2000:]

    async def _tap_until_red(self, process: Process) -> bool:
        """Tap on until the process reports bad health; False if it ended before."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self._patience):
                while process.returncode is None:
                    self._out.tap()
                    if await self._health() == 503 and not self._is_planted:
                        return True
                    await asyncio.sleep(0.05)
        return False

    async def _is_told(self) -> bool:
        """Whether a member who taps learns that nothing is recorded yet."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self._patience):
                await self._out.until_heard(lambda _: bool(self._out.put_off))
        return bool(self._out.put_off)

    async def _ended(self, process: Process) -> int | None:
        """The exit status of a process that ended by itself; None if it had to be killed."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self._patience):
                return await process.wait()
        process.kill()
        await process.wait()
        return None

    async def _health(self) -> int:
        address = f"{self._out.env['PUBLIC_URL']}/healthz"
        try:
            async with ClientSession() as http, http.get(address) as answer:
                return answer.status
        except ClientError:
            return 0


async def weathered(
    folder: Path,
    names: Sequence[str],
    *,
    way: str,
    seed: int,
    fault: str = SOUND,
) -> dict[str, Weathered]:
    """Lead the process through some troubles; return the result of each."""
    place = folder / "disk"
    place.mkdir()
    async with small_disk(place) as has_small_disk:
        ground = await make_ground(place)
        every = troubles(ground, has_small_disk=has_small_disk)
        async with outside(ground, way, seed) as out:
            with (folder / "said.log").open("ab") as log:
                weather = Weather(ground, out, log, fault)
                try:
                    return {name: await weather.live_through(name, every[name]) for name in names}
                finally:
                    ended = await weather.end()
                    assert ended == 0 or fault != SOUND
