"""The bot on a machine whose clock is off: `python -m tests.torture.misset run`.

By how many seconds stands in the file that MISSET names, read at each look at the clock.
"""

import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import bot

PROGRAM: Final = (sys.executable, "-m", "tests.torture.misset")


def misset_now() -> datetime:
    """Return the time by a clock that is off."""
    return datetime.now(UTC) + timedelta(seconds=float(Path(os.environ["MISSET"]).read_text()))


def set_off(file: Path, seconds: int) -> None:
    """Set the clock by so many seconds off, at once."""
    written = file.with_name(f"{file.name}.new")
    written.write_text(str(seconds))
    written.replace(file)


if __name__ == "__main__":
    bot.__dict__["real_now"] = misset_now
    bot.main(sys.argv[1:])
