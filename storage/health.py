"""How the database is, for the page that watches over the process."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the database can be read and written, and in a few plain words why not."""

    ok: bool
    detail: str
    engine: str
