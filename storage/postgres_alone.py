"""The lock that lets only one process write a PostgreSQL database, until that process ends.

It is an advisory lock of the server, held by its own connection. When that connection is lost, the
lock is lost too. Then the process takes the lock again before its next write. If another process
has it by then, the write is refused.
"""

from contextlib import suppress
from threading import Lock

import psycopg

from storage.tx import StorageAway, StorageBusy

_TAKE = "SELECT pg_try_advisory_lock(hashtextextended('saakh: the one that writes', 0))"
_LET_GO = "SELECT pg_advisory_unlock_all()"
# So that the server soon notices a client that went away without closing.
_WATCH = (
    "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3"
)


class Alone:
    """The lock of the only writer; many threads may use it."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._one_at_a_time = Lock()
        self._connection: psycopg.Connection | None = None
        self._is_sure = False

    def doubt(self) -> None:
        """Check the lock before the next write, as a connection to the same server was lost."""
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
        """Release the lock, so that the next process can take it."""
        with self._one_at_a_time:
            self._is_sure = False
            if self._connection is not None:
                with suppress(psycopg.Error):  # the server would notice a mere close later
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
