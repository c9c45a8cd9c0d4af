"""The one process that writes a PostgreSQL database: a lock of the server's, held while it lives.

It is held by a connection of its own. Where that is lost, so is the lock: it is taken anew before
anything else is written, or another process has it by then, and this one is refused.
"""

from contextlib import suppress
from threading import Lock

import psycopg

from storage.tx import StorageAway, StorageBusy

_TAKE = "SELECT pg_try_advisory_lock(hashtextextended('saakh: the one that writes', 0))"
_LET_GO = "SELECT pg_advisory_unlock_all()"
# So that the server, too, soon sees that a process has gone which could not say so.
_WATCH = (
    "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3"
)


class Alone:
    """Safe to use from many threads."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._one_at_a_time = Lock()
        self._connection: psycopg.Connection | None = None
        self._is_sure = False

    def doubt(self) -> None:
        """Look again before the next write: a connection to the same server was lost."""
        self._is_sure = False

    def ensure(self) -> None:
        """Hold the lock; StorageBusy where another process has it, StorageAway without a server."""
        if self._is_sure:
            return
        with self._one_at_a_time:
            if not self._is_sure:
                if not self._still_stands():
                    self._take()
                self._is_sure = True

    def release(self) -> None:
        """Let the next process in."""
        with self._one_at_a_time:
            self._is_sure = False
            if self._connection is not None:
                with suppress(psycopg.Error):  # closed alone, the server would see it later
                    self._connection.execute(_LET_GO)
                self._connection.close()
                self._connection = None

    def _still_stands(self) -> bool:
        if self._connection is None:
            return False
        try:
            self._connection.execute("SELECT 1")
        except psycopg.Error:
            self._connection.close()
            self._connection = None
            return False
        return True

    def _take(self) -> None:
        try:
            connection = psycopg.connect(self._url, autocommit=True)
        except psycopg.Error:
            raise StorageAway("the PostgreSQL server cannot be reached") from None
        try:
            connection.execute(_WATCH)
            (is_ours,) = connection.execute(_TAKE).fetchone() or (False,)
        except psycopg.Error:
            connection.close()
            raise StorageAway("the connection to the database was lost") from None
        if not is_ours:
            connection.close()
            raise StorageBusy("another process has this PostgreSQL database open for writing")
        self._connection = connection
