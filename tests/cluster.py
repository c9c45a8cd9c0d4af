"""A PostgreSQL server of the tests' own: started by whoever needs it first, reached by a socket."""

import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from pwd import getpwnam
from typing import ClassVar

import psycopg
from psycopg import sql

# As a server is that keeps what it was told to keep.
_DURABLE = ("fsync=on", "synchronous_commit=on", "full_page_writes=on", "wal_level=replica")
# A test's data may vanish with the power: this makes a fresh database a matter of milliseconds.
_FAST = (
    *("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off"),
    *("max_wal_size=128MB", "min_wal_size=32MB", "wal_level=minimal", "max_wal_senders=0"),
)
_SETTINGS = ("max_connections=200", "shared_buffers=64MB", "listen_addresses=")


class Cluster:
    """One PostgreSQL server in a folder; all processes of one test run share it."""

    settings: ClassVar[Sequence[str]] = (*_SETTINGS, *_FAST)

    def __init__(self, home: Path) -> None:
        self.home = home
        self._door: psycopg.Connection | None = None
        self._dropped: list[str] = []

    @classmethod
    def planned(cls) -> "Cluster":
        """Choose a folder (short, as a socket's path must be); nothing is started yet."""
        # A fresh database is some hundred files: half a second on a disk, a tenth of it in memory.
        home = Path(tempfile.mkdtemp(prefix="saakh-pg-", dir=memory()))
        home.chmod(0o755)
        return cls(home)

    def url(self, database: str) -> str:
        """Return the address of one database of this server."""
        return f"postgresql://saakh@/{database}?host={self.home}"

    def ensure_started(self) -> None:
        """Start the server unless another process of this run has."""
        with self._lock():
            if not (self.home / "ready").exists():
                self._start()
                (self.home / "ready").touch()

    def create(self, name: str, template: str = "template1") -> str:
        """Make a database as a copy of another, and return its address."""
        self._execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
        self._throw_away()
        return self.url(name)

    def drop(self, name: str) -> None:
        """Throw a database away when the next is made, whoever is still connected to it then.

        At once, the server would mostly find its last connection ending, and wait 0.1 s for it.
        """
        self._dropped.append(name)

    def _throw_away(self) -> None:
        while self._dropped:
            name = sql.Identifier(self._dropped.pop())
            self._execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))

    def remove(self) -> None:
        """Stop the server, if it was started, and leave nothing behind."""
        self.leave()
        if self._is_up():
            run("pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.home, ignore_errors=True)

    def leave(self) -> None:
        """End what this process has with the server; the others may go on."""
        if self._door is not None:
            self._door.close()
            self._door = None

    def _is_up(self) -> bool:
        file = self.data / "postmaster.pid"
        return file.exists() and _lives(int(file.read_text().split()[0]))

    @property
    def data(self) -> Path:
        """The folder of what the server keeps."""
        return self.home / "data"

    def start_again(self) -> None:
        """Start the server over its data, and wait until it takes connections."""
        options = " ".join(f"-c {setting}" for setting in self.settings)
        log = self.home / "log"
        run("pg_ctl", "-D", self.data, "-w", "-l", log, "-o", f"-k {self.home} {options}", "start")

    def _start(self) -> None:
        self._make_folder()
        initdb = ("initdb", "-D", self.data, "-U", "saakh", "-A", "trust")
        run(*initdb, "-E", "UTF8", "--locale=C", "-N")
        self.start_again()

    def _make_folder(self) -> None:
        self.data.mkdir(mode=0o700)
        if os.geteuid() == 0:
            account = getpwnam("postgres")
            for folder in (self.home, self.data):
                os.chown(folder, account.pw_uid, account.pw_gid)

    def _execute(self, statement: sql.Composed | sql.SQL) -> None:
        # By one connection for all tests: a new one takes as long as a small test.
        if self._door is None:
            self._door = psycopg.connect(self.url("postgres"), autocommit=True)
        self._door.execute(statement)

    @contextmanager
    def _lock(self) -> Generator[None]:
        with (self.home / "lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


class Server(Cluster):
    """A server of one test: it keeps what it was told to keep, is killed, and has a standby."""

    settings = (*_SETTINGS, *_DURABLE)

    def _execute(self, statement: sql.Composed | sql.SQL) -> None:
        # By a connection each time, as the server may have been killed since the last.
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def kill(self) -> None:
        """End all its processes at once, as a power cut does."""
        (postmaster, *_) = (self.data / "postmaster.pid").read_text().split()
        processes = [int(postmaster), *_children_of(int(postmaster))]
        for number in processes:
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        while any(_lives(number) for number in processes):
            time.sleep(0.01)

    def make_standby(self, *, waits: bool = True) -> "Server":
        """Make a server that follows this one; every commit `waits` for it from now on."""
        standby = Server.planned()
        standby._make_folder()
        run("pg_basebackup", "-h", self.home, "-U", "saakh", "-D", standby.data, "-R", "-c", "fast")
        standby.start_again()
        if not waits:
            return standby
        self._execute(sql.SQL("ALTER SYSTEM SET synchronous_standby_names = '*'"))
        self._execute(sql.SQL("SELECT pg_reload_conf()"))
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            while not connection.execute(_IN_STEP).fetchone():
                time.sleep(0.02)
        return standby

    def promote(self) -> None:
        """Let this standby take the place of the server that it followed."""
        run("pg_ctl", "-D", self.data, "-w", "promote")

    @classmethod
    def planned(cls) -> "Server":
        """Choose a folder on the disk."""
        home = Path(tempfile.mkdtemp(prefix="saakh-pg-"))
        home.chmod(0o755)
        return cls(home)


_IN_STEP = "SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync' AND state = 'streaming'"


def _lives(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def _children_of(process: int) -> list[int]:
    text = Path(f"/proc/{process}/task/{process}/children").read_text()
    return [int(number) for number in text.split()]


def memory() -> Path | None:
    """Where files are kept in memory, if this machine has such a place and room in it.

    A run takes less than half of what is asked for: 0.1 GiB for its server, 0.3 for its files.
    """
    place = Path("/dev/shm")
    has_room = place.is_dir() and shutil.disk_usage(place).free > 1 << 30
    return place if has_room else None


def run(program: str, *arguments: object) -> None:
    """Run one of PostgreSQL's programs, as the account that its package brings."""
    subprocess.run(
        command_line(program, *arguments),
        check=True,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )


def command_line(program: str, *arguments: object) -> list[str]:
    """How one of PostgreSQL's programs, or a plain one, is called as that account."""
    path = shutil.which(program) if program in {"cp", "mkdir", "touch"} else _find(program)
    return [*_unprivileged(), str(path), *map(str, arguments)]


def _unprivileged() -> Sequence[str]:
    # The server refuses to run as root; its package brings an account for it.
    if os.geteuid() != 0:
        return ()
    return ("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups")


def _find(program: str) -> str:
    newest_first = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{program}"),
        key=lambda path: int(path.parts[-3]),
        reverse=True,
    )
    program_path = str(newest_first[0]) if newest_first else shutil.which(program)
    assert program_path, f"PostgreSQL's {program} is missing; `make test` installs it"
    return program_path
