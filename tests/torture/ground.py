"""The ground of the kills: a group in whose chat nine women come in and stand before their kin.

While a woman comes in, each tap on a name declares a tie or ends it: nothing that is done twice or
left out goes unseen, and each tap leaves one row in the chain of her group.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Final

from aiohttp import web

from groups.people.model.group import Group
from sandbox.server import make_village
from sandbox.settings import Person, PracticeChat, VillageSettings
from settings import Settings
from storage.database import open_database
from storage.tx import Tx
from tests.groups.hamlet import Hamlet

CHAT: Final = -1001000000088
SISTERS: Final = ("Sunita", "Meena", "Kamla", "Radha")
COMERS: Final = ("Geeta", "Rani", "Urmila", "Kiran", "Rekha", "Anita", "Savitri", "Shanti", "Munni")
_FIRST_ID: Final = 5000  # as the hamlet gives them
_FILE: Final = "saakh.db"
_SET: Final = "UPDATE groups SET zone = :zone"


@dataclass(frozen=True, slots=True)
class Ground:
    """A database's file, the women who tap and the sisters whom they tap."""

    folder: Path
    taps: dict[int, str]  # by Telegram id, the member's id of her who taps
    sisters: tuple[str, ...]
    server: str = ""  # the address of a database on a server, where it is no file

    @property
    def file(self) -> Path:
        """The database."""
        return self.folder / _FILE

    @property
    def url(self) -> str:
        """The address of the database."""
        return self.server or f"sqlite:///{self.file}"


class _Today(Hamlet):
    """A hamlet whose clock is today's, two seconds an act."""

    def at(self) -> datetime:
        """The next moment, some minutes ago."""
        return datetime.now(UTC) - timedelta(minutes=10) + timedelta(seconds=next(self._seconds))

    _seconds = count()


async def make_ground(folder: Path, server: str = "") -> Ground:
    """Write the group into a new file of the folder, or into an empty database of a server."""
    database = await open_database(server or f"sqlite:///{folder / _FILE}")
    try:
        hamlet = _Today(database)
        group = await hamlet.found(chat_id=CHAT)
        await database.write(_early_morning)
        sisters = [await hamlet.joined(name, group) for name in SISTERS]
        comers = [await _comes_in(hamlet, name, group) for name in COMERS]
        ids = range(_FIRST_ID + len(SISTERS), _FIRST_ID + len(SISTERS) + len(COMERS))
        return Ground(folder, dict(zip(ids, comers, strict=True)), tuple(sisters), server)
    finally:
        await database.close()


def look_alike(settings: Settings) -> web.Application:
    """A Telegram with these people and their chat."""
    ids = range(_FIRST_ID, _FIRST_ID + len(SISTERS) + len(COMERS))
    people = tuple(Person(it, name, "en") for it, name in zip(ids, SISTERS + COMERS, strict=True))
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
    """Let the group live where it is one in the morning: the day of coming in is long enough."""
    behind = datetime.now(UTC).hour - 1
    zone = f"Etc/GMT{behind:+}" if behind <= 12 else f"Etc/GMT{behind - 24:+}"
    tx.run(_SET, zone=zone)
