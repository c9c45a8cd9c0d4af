"""The state of the database, for the page that monitors the process."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the database can be read and written; `detail` says in plain words why not."""

    ok: bool
    detail: str
    engine: str
    is_stopped: bool = False  # the disk failed at a commit: only a restart can write again
