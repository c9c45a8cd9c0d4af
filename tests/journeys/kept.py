"""Places stored in a folder: the first caller makes them, later callers copy them."""

import shutil
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from tests.journeys.place import Home, place
from tests.journeys.sisters import found_and_join

_FILES = ("saakh.db", "telegram.json")


def kept_in(folder: Path) -> AbstractAsyncContextManager[Home]:
    """Return a house on SQLite and a look-alike, as stored in a folder."""
    return place(f"sqlite:///{folder / 'saakh.db'}", state_path=folder / "telegram.json")


async def joined(template: Path, folder: Path) -> None:
    """Fill a folder with a group whose members have joined."""
    if not is_done(template):
        template.mkdir(exist_ok=True)  # noqa: ASYNC240 - a test may wait for its disk
        async with kept_in(template) as first:
            await found_and_join(first)
        is_done(template, mark=True)
    copy_left(template, folder)


def is_done(template: Path, *, mark: bool = False) -> bool:
    """Return whether a template was made completely; `mark` says that it is."""
    done = template / "done"
    if mark:
        done.touch()
    return done.exists()


def copy_left(template: Path, folder: Path) -> None:
    """Copy the files that a house and a look-alike left when they closed."""
    for name in _FILES:
        shutil.copyfile(template / name, folder / name)
