"""A book comes as a file to the member who asked for it, if she may still read it."""

from functools import partial
from typing import Any

import pytest
from telegram import Bot
from telegram.request import RequestData

from groups.books import acts as books
from groups.books.model import Book, Format, WantedBook
from groups.messages.acts import outbox
from groups.messages.model import WaitingMessage
from groups.people.model.people import MemberState
from handlers.enclosing import Enclosing
from handlers.outcomes import Ended, Outcome
from handlers.post import Post
from storage.database import Database
from storage.tx import Tx
from tests.groups.accounts_of_a_year import FIRST, LAST
from tests.groups.lenders import Lenders, lenders
from tests.groups.sisters import NOON
from tests.handlers.conftest import MakeHouse
from tests.handlers.wire import Wire


class Files(Wire):
    """A wire that stores the files sent over it."""

    def __init__(self) -> None:
        super().__init__()
        self.files: dict[str, Any] = {}

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *a: Any, **k: Any
    ) -> tuple[int, bytes]:
        """Store the files of a call and answer the call."""
        if request_data is not None and request_data.contains_files:
            self.files.update(request_data.multipart_data or {})
        return await super().do_request(url, method, request_data, *a, **k)


async def asked(group: Lenders, by: int, book: Book, form: Format = Format.XLSX) -> WaitingMessage:
    """Let member n ask for a book; return the message that waits."""
    sisters = group.sisters
    wanted = WantedBook(book, FIRST, LAST)
    ask = partial(books.ask, language="hi", at=NOON)
    await sisters.write(lambda tx: ask(tx, sisters.actor(by), sisters.group_id, wanted, form))

    def take(tx: Tx) -> WaitingMessage:
        (due,) = outbox.queue(tx, NOON)
        [message] = outbox.take(tx, [due.n])
        return message

    return await sisters.write(take)


async def delivered(group: Lenders, message: WaitingMessage) -> tuple[Ended, Files]:
    """Send a message; return how it ended and the wire."""
    wire = Files()
    bot = Bot("4242:practice-token", request=wire, get_updates_request=Wire())
    post = Post(bot, lambda *_, **__: None, Enclosing(group.sisters.database))
    return await post.deliver(message), wire


@pytest.mark.parametrize("form", Format)
async def test_a_book_comes_as_a_file_with_its_name(database: Database, form: Format) -> None:
    group = await lenders(database)
    ended, wire = await delivered(group, await asked(group, 4, Book.PASSBOOK, form))

    ((method, params),) = [(call.method, call.params) for call in wire.calls]
    name, body, _ = wire.files["document"]
    assert (ended.outcome, method) == (Outcome.DONE, "sendDocument")
    assert name == f"passbook-2026-11-01-2027-03-31.{form}"
    assert body.startswith(b"PK" if form is Format.XLSX else b"%PDF-")
    assert "1 " in params["caption"]


async def test_a_book_is_not_sent_to_one_who_may_read_it_no_more(database: Database) -> None:
    group = await lenders(database)
    message = await asked(group, 4, Book.MINUTES)
    await group.sisters.set_state(4, MemberState.LEFT)
    ended, wire = await delivered(group, message)

    assert (ended, wire.calls) == (Ended(Outcome.REFUSED, code="not_a_member"), [])


async def test_a_book_that_cannot_be_printed_stops_no_others(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = await lenders(database)
    message = await asked(group, 4, Book.MINUTES)

    async def broken(*_: object) -> bytes:
        raise OSError

    monkeypatch.setattr("papers.press.Press.print", broken)
    ended, _ = await delivered(group, message)

    assert ended == Ended(Outcome.REFUSED, code="no_file")


async def test_the_house_sends_what_was_asked_for(
    database: Database, make_house: MakeHouse
) -> None:
    group = await lenders(database)
    house = await make_house()
    sisters = group.sisters
    wanted = WantedBook(Book.BALANCE_SHEET, FIRST, LAST)
    ask = partial(books.ask, language="hi", at=NOON)
    await sisters.write(lambda tx: ask(tx, sisters.actor(4), sisters.group_id, wanted, Format.XLSX))
    await house.service.idle()

    assert len(house.wire.of("sendDocument")) == 1
