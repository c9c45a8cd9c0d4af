"""How the database is, for the page that watches over the process."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the database can be read and written, and in a few plain words why not."""

    ok: bool
    detail: str
    engine: str
    is_stopped: bool = False  # the disk failed at a commit: only a new start can write again
