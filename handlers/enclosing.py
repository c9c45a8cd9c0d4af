"""The file of a message: a book or sheet, made at sending and stored nowhere, or a voice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from groups.books import acts as books
from groups.books.model import Book, Format, WantedBook
from groups.lending.acts import voices as loan_voices
from groups.messages.model import WaitingMessage
from groups.oldbooks import acts as openings
from groups.people.model.people import Actor
from papers.cutoff_sheet import SHEET_NAME, blank
from papers.press import Press
from papers.words import file_name
from storage.database import Database

BOOK = "book"
SHEET = "opening_sheet"
VOICE = "loan_voice"
CARRYING = frozenset({BOOK, SHEET, VOICE})  # the kinds of the messages that carry a file


@dataclass(frozen=True, slots=True)
class File:
    """The name and bytes of a document to send."""

    name: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice message, by its id at Telegram."""

    voice_id: str


class Enclosing:
    """Makes the files of messages that carry a file."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._press = Press()

    async def file_of(self, message: WaitingMessage) -> File | Voice:
        """Return the file she asked for; raise a refusal if she may no longer have it."""
        assert message.person_id is not None, "books are sent to persons only"
        facts, asker = message.facts, Actor(message.person_id)
        if message.kind == VOICE:
            heard = await self._database.read(loan_voices.voice, asker, str(facts["loan_id"]))
            return Voice(heard)
        if message.kind == SHEET:
            return await self._sheet(facts, asker)
        group_id, form = str(facts["group_id"]), Format(facts["form"])
        table = await self._database.read(books.book, asker, group_id, wanted_of(facts))
        body = await self._press.print((table,), form, str(facts["in_language"]))
        return File(file_name(table, form), body)

    async def _sheet(self, facts: Mapping[str, Any], asker: Actor) -> File:
        group_id, language = str(facts["group_id"]), str(facts["in_language"])
        names = await self._database.read(openings.names_on_sheet, asker, group_id)
        return File(SHEET_NAME, blank(language, names))


def wanted_of(facts: Mapping[str, Any]) -> WantedBook:
    """The book that a message's facts name."""
    return WantedBook(
        Book(facts["book"]),
        first=date.fromisoformat(facts["first"]),
        last=date.fromisoformat(facts["last"]),
        member_id=facts["member_id"],
    )
