"""The group for the kill tests: nine women join it, and tap to declare their kin.

While a woman joins, each tap on a name declares a tie or ends it. So a tap done twice or left out
shows in the books, and each tap leaves one row in the group's chain.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Final

from aiohttp import web

from groups.people.model.group import Group
from sandbox.server import make_village
from sandbox.settings import PracticeChat, Villager, VillageSettings
from settings import Settings
from storage.database import open_database
from storage.tx import Tx
from tests.groups.hamlet import Hamlet

CHAT: Final = -1001000000088
SISTERS: Final = ("Sunita", "Meena", "Kamla", "Radha")
COMERS: Final = ("Geeta", "Rani", "Urmila", "Kiran", "Rekha", "Anita", "Savitri", "Shanti", "Munni")
_FIRST_ID: Final = 5000  # the ids that the hamlet gives
_FILE: Final = "saakh.db"
_SET: Final = "UPDATE groups SET zone = :zone"


@dataclass(frozen=True, slots=True)
class Ground:
    """A database's file, the women who tap and the sisters whose names they tap."""

    folder: Path
    taps: dict[int, str]  # the member id of each tapping woman, by her Telegram id
    sisters: tuple[str, ...]
    server: str = ""  # the URL of a database on a server; empty for a file

    @property
    def file(self) -> Path:
        """The database's file."""
        return self.folder / _FILE

    @property
    def url(self) -> str:
        """The database's URL."""
        return self.server or f"sqlite:///{self.file}"


class Today(Hamlet):
    """A hamlet with today's clock, two seconds for each act."""

    def at(self) -> datetime:
        """The next moment; the first is ten minutes ago."""
        return datetime.now(UTC) - timedelta(minutes=10) + timedelta(seconds=next(self._seconds))

    _seconds = count()


async def make_ground(folder: Path, server: str = "") -> Ground:
    """Write the group into a new file of the folder, or into a server's empty database."""
    database = await open_database(server or f"sqlite:///{folder / _FILE}")
    try:
        hamlet = Today(database)
        group = await hamlet.found(chat_id=CHAT)
        await database.write(_early_morning)
        sisters = [await hamlet.joined(name, group) for name in SISTERS]
        comers = [await _comes_in(hamlet, name, group) for name in COMERS]
        ids = range(_FIRST_ID + len(SISTERS), _FIRST_ID + len(SISTERS) + len(COMERS))
        return Ground(folder, dict(zip(ids, comers, strict=True)), tuple(sisters), server)
    finally:
        await database.close()


def look_alike(settings: Settings) -> web.Application:
    """A simulated Telegram with these people and their chat."""
    ids = range(_FIRST_ID, _FIRST_ID + len(SISTERS) + len(COMERS))
    people = tuple(Villager(it, name, "en") for it, name in zip(ids, SISTERS + COMERS, strict=True))
    return make_village(
        VillageSettings(
            token=settings.bot_token,
            people=people,
            groups=(PracticeChat(CHAT, "Ekta", tuple(ids)),),
            web_app_url=f"{settings.public_url}/app",
            empty=True,
            limits=False,
            retry_seconds=0.1,
        )
    )


async def _comes_in(hamlet: Hamlet, name: str, group: Group) -> str:
    return (await hamlet.join(name, group)).member.id


def _early_morning(tx: Tx) -> None:
    """Give the group a zone where it is one in the morning, so that the joining day is long."""
    behind = datetime.now(UTC).hour - 1
    zone = f"Etc/GMT{behind:+}" if behind <= 12 else f"Etc/GMT{behind - 24:+}"
    tx.run(_SET, zone=zone)
