"""A PostgreSQL server of the tests' own: started by whoever needs it first, reached by a socket."""

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from pwd import getpwnam

import psycopg
from psycopg import sql

# A test's data may vanish with the power: this makes a fresh database a matter of milliseconds.
_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")
_SETTINGS = ("max_connections=200", "shared_buffers=64MB", "listen_addresses=", *_FAST)


class Cluster:
    """One PostgreSQL server in a folder; all processes of one test run share it."""

    def __init__(self, home: Path) -> None:
        self.home = home

    @classmethod
    def planned(cls) -> "Cluster":
        """Choose a folder (short, as a socket's path must be); nothing is started yet."""
        home = Path(tempfile.mkdtemp(prefix="saakh-pg-", dir=_in_memory()))
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
        return self.url(name)

    def drop(self, name: str) -> None:
        """Throw a database away, whoever is still connected to it."""
        self._execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )

    def remove(self) -> None:
        """Stop the server, if it was started, and leave nothing behind."""
        if (self.home / "data" / "postmaster.pid").exists():
            _run("pg_ctl", "-D", self.home / "data", "-m", "fast", "-w", "stop")
        shutil.rmtree(self.home, ignore_errors=True)

    def _start(self) -> None:
        data = self.home / "data"
        data.mkdir()
        if os.geteuid() == 0:
            account = getpwnam("postgres")
            for folder in (self.home, data):
                os.chown(folder, account.pw_uid, account.pw_gid)
        _run("initdb", "-D", data, "-U", "saakh", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        options = " ".join(f"-c {setting}" for setting in _SETTINGS)
        log = self.home / "log"
        _run("pg_ctl", "-D", data, "-w", "-l", log, "-o", f"-k {self.home} {options}", "start")

    def _execute(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    @contextmanager
    def _lock(self) -> Generator[None]:
        with (self.home / "lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def _in_memory() -> Path | None:
    # A fresh database is some hundred files: half a second on a disk, a tenth of it in memory.
    memory = Path("/dev/shm")
    has_room = memory.is_dir() and shutil.disk_usage(memory).free > 4 << 30
    return memory if has_room else None


def _run(program: str, *arguments: object) -> None:
    subprocess.run(
        [*_unprivileged(), _find(program), *map(str, arguments)],
        check=True,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )


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
    found = str(newest_first[0]) if newest_first else shutil.which(program)
    assert found, f"PostgreSQL's {program} is missing; `make test` installs it"
    return found
