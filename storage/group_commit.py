"""The one writer of a SQLite database: waiting acts share one commit.

Acts run on the event loop one after another in one transaction. Only COMMIT runs in a thread,
because it waits for the disk. A batch takes several turns of the loop, so that other tasks do not
wait long. When an act fails, its batch starts again with a savepoint for each act. The acts after
it get savepoints for a while too: a savepoint adds a tenth to the cost of an act, and acts seldom
fail. An act is recorded whole or not at all, and its caller gets the result only when it is on the
disk.
"""

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import Context
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from storage.act import run_act
from storage.sqlite_tx import SqliteTx, primary_code, storage_error
from storage.tx import DiskFull, StorageError, StorageStopped

BATCH_ACTS_MAX = 256
BATCH_SECONDS_MAX = 0.012
TURN_SECONDS_MAX = 0.004  # then other tasks on the loop run
TOLD_AT_ONCE = 16  # callers; they all go on in the next turn of the loop
CAREFUL_ACTS = 1024  # acts that get a savepoint each after an act has failed


@dataclass(slots=True, eq=False)
class _Call:
    """An act with a waiting caller, and how it ended; the result counts only after the commit."""

    act: Callable[..., Any]
    positional: Sequence[Any]
    named: Mapping[str, Any]
    told: asyncio.Future[Any]
    result: Any = None
    error: BaseException | None = None


class GroupCommit:
    """Runs acts over one connection that nobody else uses, from one event loop."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Take over a connection in autocommit mode that any thread may use."""
        self._connection = connection
        self._cursor = connection.cursor()
        self._execute = self._cursor.execute
        self._loop = asyncio.get_running_loop()
        self._context = Context()
        self._disk = ThreadPoolExecutor(max_workers=1, thread_name_prefix="commit")
        self._waiting: deque[_Call] = deque()
        self._batch: list[_Call] = []
        self._busy = False
        self._alone = 0
        self._careful = 0
        self._limit = BATCH_ACTS_MAX
        self._until = 0.0
        self._idle: asyncio.Future[None] | None = None
        self._refusal: StorageError | None = None
        self._trouble: StorageError | None = None
        self._changes = connection.total_changes

    @property
    def trouble(self) -> StorageError | None:
        """The reason why writing fails; None again after the next successful write."""
        return self._trouble

    async def write(
        self, act: Callable[..., Any], positional: Sequence[Any], named: Mapping[str, Any]
    ) -> Any:
        """Run the act, and return its result once it is on the disk.

        A caller that is cancelled before its act has run withdraws the act; later, the act is
        recorded.
        """
        if self._refusal is not None:
            raise _another(self._refusal)
        call = _Call(act, positional, named, self._loop.create_future())
        self._waiting.append(call)
        if not self._busy:
            self._busy = True
            self._loop.call_soon(self._run_batch, context=self._context)
        return await call.told

    async def close(self) -> None:
        """Write the waiting acts, refuse new ones, and close the connection."""
        if self._refusal is None:
            self._refusal = StorageError("the database is closed")
        if self._busy:
            self._idle = self._loop.create_future()
            await self._idle
        self._disk.shutdown()
        self._connection.close()

    def _run_batch(self) -> None:
        self._batch = []
        error = self._begin()
        if error is not None:
            self._tell_all(self._take_waiting(), error)
            self._next()
            return
        self._limit = 1 if self._alone else BATCH_ACTS_MAX
        self._alone = max(self._alone - 1, 0)
        self._until = perf_counter() + BATCH_SECONDS_MAX
        self._run_turn()

    def _run_turn(self) -> None:
        """Run acts for some milliseconds, then let other tasks on the loop run."""
        until = min(perf_counter() + TURN_SECONDS_MAX, self._until)
        while self._waiting and len(self._batch) < self._limit and perf_counter() < until:
            call = self._waiting.popleft()
            if call.told.done():
                continue  # its caller was cancelled
            if not self._run(call):
                self._run_again(call)
                return
            self._batch.append(call)
        if self._waiting and len(self._batch) < self._limit and perf_counter() < self._until:
            self._loop.call_soon(self._run_turn, context=self._context)
        else:
            self._disk.submit(self._commit)

    def _commit(self) -> None:
        """Wait for the disk in a thread; tell the loop directly, without a future."""
        failed: BaseException | None = None
        try:
            self._execute("COMMIT")
        except BaseException as error:  # noqa: BLE001 - the callers get every error, whatever it is
            failed = error
        with suppress(RuntimeError):  # the loop has ended, so no caller waits
            self._loop.call_soon_threadsafe(self._committed, failed, context=self._context)

    def _begin(self) -> BaseException | None:
        if isinstance(self._refusal, StorageStopped):
            return self._refusal
        try:
            self._execute("BEGIN IMMEDIATE")
        except (sqlite3.Error, MemoryError) as error:
            self._roll_back()
            return _tellable(error)
        self._changes = self._connection.total_changes
        return None

    def _run(self, call: _Call) -> bool:
        """Run one act, or undo it alone; False when the transaction cannot go on."""
        if not self._careful:
            return self._run_act(call)
        self._careful -= 1
        try:
            self._execute("SAVEPOINT act")
            if self._run_act(call):
                self._execute("RELEASE act")
                return True
        except (sqlite3.Error, MemoryError) as error:
            call.error = _tellable(error)
        return self._undo_act()

    def _run_act(self, call: _Call) -> bool:
        """Run one act; False when it failed and its changes are still in the transaction."""
        tx = SqliteTx(self._connection, self._cursor)
        try:
            call.result = run_act(call.act, tx, call.positional, call.named)
        except BaseException as error:  # noqa: BLE001 - its caller gets it; the writer goes on
            call.error = _tellable(error)
            return False
        finally:
            tx.end()
        call.error = None if self._connection.in_transaction else _ended()
        return call.error is None

    def _undo_act(self) -> bool:
        if not self._connection.in_transaction:
            return False
        try:
            self._execute("ROLLBACK TO act")
            self._execute("RELEASE act")
        except (sqlite3.Error, MemoryError):
            self._roll_back()
            return False
        return True

    def _run_again(self, culprit: _Call) -> None:
        """Roll back the transaction, and run its acts in a new one.

        An act that failed alone, or within its own savepoint, gets its error. An act that failed
        among others may have seen their changes, so it runs once more, in a batch with savepoints.
        """
        self._roll_back()
        if self._batch and not self._careful:
            self._waiting.appendleft(culprit)
            self._careful = CAREFUL_ACTS
        else:
            self._tell_all([culprit], culprit.error or _ended())
        self._waiting.extendleft(reversed(self._batch))
        self._batch = []
        self._next()

    def _committed(self, error: BaseException | None) -> None:
        if error is not None:
            self._commit_failed(error)
            self._next()
            return
        if self._trouble is not None and self._has_written():
            self._trouble = None
        self._tell_some(0)

    def _tell_some(self, first: int) -> None:
        """Answer some callers of the batch in each turn, as answered callers run in one turn."""
        rest = first + TOLD_AT_ONCE
        for call in self._batch[first:rest]:
            self._tell(call)
        if rest < len(self._batch):
            self._loop.call_soon(self._tell_some, rest, context=self._context)
        else:
            self._next()

    def _has_written(self) -> bool:
        succeeded = any(call.error is None for call in self._batch)
        return succeeded and self._connection.total_changes != self._changes

    def _commit_failed(self, error: BaseException) -> None:
        """Give no caller of the batch a result; the error decides what happens next."""
        batch, self._batch = self._batch, []
        code = primary_code(error)
        if code == sqlite3.SQLITE_FULL:
            self._roll_back()
            self._tell_all(batch, DiskFull(str(error)))
        elif self._connection.in_transaction and code not in (0, sqlite3.SQLITE_IOERR):
            self._roll_back()
            self._find_culprit(batch, error)
        else:
            self._stop(error, batch)

    def _find_culprit(self, batch: list[_Call], error: BaseException) -> None:
        """Run each act in a commit of its own, as one of them made the commit fail.

        A deferred constraint fails only at COMMIT.
        """
        if len(batch) > 1:
            self._alone = len(batch)
            self._waiting.extendleft(reversed(batch))
        else:
            self._tell_all(batch, _tellable(error))

    def _stop(self, error: BaseException, batch: Sequence[_Call] = ()) -> None:
        """Stop writing: after a failed fsync only a restart can tell what the disk holds."""
        self._refusal = self._trouble = StorageStopped(
            f"the disk failed at a commit, nothing more is written: {error}"
        )
        self._tell_all([*batch, *self._take_waiting()], self._refusal)

    def _roll_back(self) -> None:
        if self._connection.in_transaction:
            try:
                self._execute("ROLLBACK")
            except (sqlite3.Error, MemoryError) as error:
                self._stop(error)

    def _next(self) -> None:
        """Start the next batch after the answered callers ran, so that their next acts share it."""
        if self._waiting:
            self._loop.call_soon(self._run_batch, context=self._context)
            return
        self._busy = False
        if self._idle is not None:
            self._idle.set_result(None)

    def _take_waiting(self) -> list[_Call]:
        waiting = list(self._waiting)
        self._waiting.clear()
        return waiting

    def _tell_all(self, calls: Sequence[_Call], error: BaseException) -> None:
        for call in calls:
            call.error = _another(error)
            self._tell(call)

    def _tell(self, call: _Call) -> None:
        if isinstance(call.error, DiskFull):
            self._trouble = call.error
        if call.told.done():
            return  # its caller was cancelled meanwhile
        if call.error is None:
            call.told.set_result(call.result)
        else:
            call.told.set_exception(call.error)


def _another(error: BaseException) -> BaseException:
    """Copy the error for one more caller, so that each traceback is its own."""
    return type(error)(*error.args) if isinstance(error, StorageError) else error


def _ended() -> StorageError:
    return StorageError("the act ended its transaction")


def _tellable(error: BaseException) -> BaseException:
    """Turn the error into one that a waiting caller can receive."""
    return storage_error(error) if isinstance(error, sqlite3.Error) else error
