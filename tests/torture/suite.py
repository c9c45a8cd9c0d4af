"""The long forms of the tests themselves: every twin on PostgreSQL, and many random lives."""

import asyncio
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from tests.torture.promise import hold

_ROOT: Final = Path(__file__).parent.parent.parent
_LIVES: Final = "20"
_MONEY: Final = "tests/groups/test_money_machine.py"
_MONEY_LIVES: Final = "84"  # two machines of six lives each, so often
_PLAIN: Final = "tests/groups/books/test_plain_lives.py"
_PLAIN_LIVES: Final = "167"  # six lives each, so often
_LIVED: Final = (
    _MONEY,
    "tests/groups/test_meeting_books.py",
    "tests/ledger/test_books_machine.py",
)


async def twins(_folder: Path) -> Sequence[str]:
    """Every test that runs on both engines, on PostgreSQL."""
    return await _tested(("--dist", "worksteal", "-k", "postgresql"), {})


async def lives(_folder: Path) -> Sequence[str]:
    """Twenty times as many random lives of money, meetings and books, on both engines."""
    return await _tested((*_LIVED, "--timeout=7200"), {"SAAKH_LIVES": _LIVES})


async def books(_folder: Path) -> Sequence[str]:
    """A thousand lives of a group's money with corrections: every book of every month ties.

    A thousand more of loans of every kind: each figure is reckoned apart.
    """
    rest = ("-k", "not postgresql", "--timeout=7200")
    tied = await _tested((_MONEY, *rest), {"SAAKH_LIVES": _MONEY_LIVES})
    return [*tied, *await _tested((_PLAIN, *rest), {"SAAKH_LIVES": _PLAIN_LIVES})]


async def _tested(arguments: Sequence[str], environment: Mapping[str, str]) -> Sequence[str]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "pytest", "-q", "-n", "2", *arguments),
        cwd=_ROOT,
        env={**os.environ, "SAAKH_STRICT": "1", **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    lines = output.decode().splitlines()
    hold(process.returncode == 0, "\n".join(lines[-60:]))
    return lines[-1:]
