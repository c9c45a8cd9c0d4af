"""The lock file beside a SQLite database: one process writes, all others are refused."""

import fcntl
import os
from pathlib import Path

from storage.tx import StorageBusy, StorageError


class LockFile:
    """A lock that is held from its creation until `release`; the kernel frees it at a crash."""

    def __init__(self, database: Path) -> None:
        path = database.with_name(database.name + ".lock")
        try:
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise StorageError(f"{path} cannot be written: {error.strerror}") from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(self._file, 32).decode("ascii", "replace").strip()
            os.close(self._file)
            raise StorageBusy(
                f"another process ({holder or 'unknown'}) has {database.name} open for writing"
            ) from None
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, f"pid {os.getpid()}\n".encode(), 0)

    def release(self) -> None:
        """Let the next process in; keep the file, because removing it would cause a race."""
        os.close(self._file)
