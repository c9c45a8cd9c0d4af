"""Geeta taps the board of kin: each tap sets or removes a tie, and writes one row, in order."""

import sqlite3
from contextlib import closing
from pathlib import Path

from aiohttp import web

from sandbox.api import VILLAGE
from sandbox.people import callback_query, message_of, place_of
from tests.journeys.place import GEETA, GROUP, Place
from tests.journeys.sisters import seen, tap_last

KIN = "SELECT id FROM members WHERE number IN (2, 3, 4) ORDER BY id"
TIES = """
    SELECT CASE WHEN one_id IN (SELECT id FROM members WHERE number = 6)
           THEN other_id ELSE one_id END
    FROM kinships JOIN links ON links.kind = 'kinships' AND links.ref = kinships.id
    WHERE kinships.kind = 'kin' AND by_id IN (SELECT id FROM members WHERE number = 6)
    ORDER BY links.n
"""


class Books:
    """The database's file, read while another process writes it."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "saakh.db"

    def column(self, sql: str) -> list[str]:
        """Return the first column of a query's rows."""
        with closing(sqlite3.connect(self._file, timeout=5)) as open_file:
            return [row[0] for row in open_file.execute(sql)]

    def has_ties(self, count: int) -> bool:
        """Return whether this many taps are applied."""
        return len(self.column(TIES)) >= count

    def is_quiet(self) -> bool:
        """Return whether all updates are applied."""
        return not self.column("SELECT update_id FROM inbox WHERE state <> 'done'")


async def ask_geeta_for_her_kin(here: Place) -> None:
    """Let Geeta join, up to the board of kin."""
    await tap_last(here, GEETA, "has begun", "Join", GROUP)
    await tap_last(here, GEETA, "Do you agree?", "I agree")
    await tap_last(here, GEETA, "Are you 18 or older?", "I am 18 or older")
    await seen(here, GEETA, "your relative")


def feed(telegram: web.Application, taps: list[str]) -> None:
    """Put taps on the board of kin into Telegram's queue, in this order."""
    village = telegram[VILLAGE]
    chat = place_of(village, GEETA, GEETA)
    board = max(number for number, it in chat.messages.items() if "relative" in str(it.content))
    for tap in taps:
        query = village.taps.begin(GEETA)
        body = callback_query(village, GEETA, chat, message_of(chat, board), tap)
        village.tell("callback_query", {"id": query.id, **body}, key=f"callback:{GEETA}")
