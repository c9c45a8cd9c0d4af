"""The village's state on disk: one JSON file, replaced whole, shortly after each change."""

import asyncio
import json
import os
from collections.abc import Callable
from pathlib import Path

from sandbox.world import Json

PAUSE = 0.3


def read_state(path: Path | None) -> Json | None:
    """The stored state; None without a file. ValueError names a file that cannot be read."""
    if path is None or not path.exists():
        return None
    try:
        state: Json = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as trouble:
        raise ValueError(f"{path} does not hold a village: {trouble}") from trouble
    return state


class Keeper:
    """Writes the result of `look`, at most every 0.3 seconds."""

    def __init__(self, path: Path | None, look: Callable[[], Json]) -> None:
        self._path = path
        self._look = look
        self._timer: asyncio.TimerHandle | None = None

    def soon(self) -> None:
        """Write the state a moment later; needs a running event loop."""
        if self._path is not None and self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(PAUSE, self.flush)

    def flush(self) -> None:
        """Write the state now: to a file beside, synced, then renamed."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._path is None:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        beside = self._path.with_name(f"{self._path.name}.new")
        with beside.open("w", encoding="utf-8") as file:
            json.dump(self._look(), file, ensure_ascii=False, separators=(",", ":"))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._path)
