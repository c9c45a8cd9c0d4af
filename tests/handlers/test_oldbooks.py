"""The sheet for old books: an empty file goes out, a document comes in, a card asks to confirm."""

import json
from typing import Any, Final

import pytest
from telegram import Bot

from groups.messages.acts import outbox
from groups.messages.model import WaitingMessage
from groups.oldbooks import acts as openings
from groups.oldbooks.model import Column, Sheet, SheetPart
from groups.people.model.people import MemberState
from handlers.enclosing import Enclosing
from handlers.outcomes import Outcome
from handlers.post import Post
from storage.database import Database
from storage.tx import Tx
from tests.groups.old_books import ask, changed, filled_in, group_lines, line_of, old_books
from tests.groups.sisters import NOON, Sisters, sisters
from tests.handlers import people
from tests.handlers.conftest import House, MakeHouse
from tests.handlers.people import MEENA, SUNITA
from tests.handlers.stories import living_group
from tests.handlers.test_books_sent import Files
from tests.handlers.wire import Trouble, Wire

FORWARDED: Final = {"type": "hidden_user", "date": 1, "sender_user_name": "A helper"}


async def waiting(group: Sisters) -> WaitingMessage:
    """Return the message that waits."""

    def take(tx: Tx) -> WaitingMessage:
        (due,) = outbox.queue(tx, NOON)
        [message] = outbox.take(tx, [due.n])
        return message

    return await group.write(take)


async def sent(group: Sisters, message: WaitingMessage) -> tuple[Outcome, Files]:
    """Send a message; return its outcome and the wire."""
    wire = Files()
    bot = Bot("4242:practice-token", request=wire, get_updates_request=Wire())
    post = Post(bot, lambda *_, **__: None, Enclosing(group.database))
    return (await post.deliver(message)).outcome, wire


async def test_the_empty_sheet_comes_as_a_file(database: Database) -> None:
    group = await sisters(database)
    await group.write(openings.ask_for_sheet, group.actor(1), "g", language="hi", at=NOON)
    outcome, wire = await sent(group, await waiting(group))

    name, body, _ = wire.files["document"]
    assert (outcome, name, body[:2]) == (Outcome.DONE, "old-books.xlsx", b"PK")


async def test_it_does_not_come_to_one_who_has_left(database: Database) -> None:
    group = await sisters(database)
    await group.write(openings.ask_for_sheet, group.actor(1), "g", language="hi", at=NOON)
    message = await waiting(group)
    await group.set_state(1, MemberState.LEFT)

    assert (await sent(group, message))[0] is Outcome.REFUSED


async def test_the_second_person_is_asked_by_a_card_without_names(database: Database) -> None:
    group = await sisters(database)
    await ask(group, old_books())
    message = await waiting(group)

    assert (message.kind, message.facts["new"], message.facts["savings"]) == (
        *("confirm_cutoff", 6),
        12_480_00,
    )
    assert (message.facts["funds"], message.facts["social"], message.facts["earned"]) == (
        *({"dsc-grant": 2_000_00}, 0),
        1_020_00,
    )
    assert message.facts["owed"] == [
        [3, "own", 4_500_00],
        [5, "own", 3_000_00],
        [9, "dsc-grant", 2_000_00],
    ]
    assert len(message.facts["saved"]) == 12
    assert "Chandrawati" not in str(message.facts)


def document(who: int, name: str = "old.xlsx", size: int = 9_000, **more: Any) -> people.Json:
    """Return the update of a document sent in private."""
    sent = people.message(who, "", **more)
    sent["message"].pop("text")
    file = {"file_id": "d1", "file_unique_id": "d", "file_name": name, "file_size": size}
    return {**sent, "message": {**sent["message"], "document": file}}


def lies_ready(house: House, body: bytes) -> None:
    """Let Telegram have the document at an address."""
    file = {"file_id": "d1", "file_unique_id": "d", "file_path": "documents/old.xlsx"}
    house.wire.when("getFile", Trouble(200, json.dumps({"ok": True, "result": file}).encode()))
    house.wire.when("old.xlsx", Trouble(200, body))


def two_members() -> Sheet:
    """Return a sheet with ₹20 saved by each of two members, all in the cash box."""
    cells = ("2026-11-20", "40", *("0",) * 7)
    lines = group_lines(cells)
    lines += [
        line_of(SheetPart.MEMBERS, n + 2, str(n), name, "", "20")
        for n, name in enumerate(("Sunita", "Meena"), 1)
    ]
    return Sheet(tuple(lines))


async def test_a_sheet_sent_to_the_bot_waits_for_a_second_person(make_house: MakeHouse) -> None:
    house = await make_house()
    await living_group(house, MEENA)
    lies_ready(house, filled_in(two_members(), "en"))
    await house.comes(document(SUNITA, forward_origin=FORWARDED, caption="As of Friday"))

    assert "It balances." in house.wire.texts_to(SUNITA)[-1]
    waits = await house.database.read(
        lambda tx: tx.rows(
            "SELECT s.kind, w.text FROM second_person s JOIN words w ON w.id = s.word_id"
        )
    )
    assert waits == [("cutoff", "As of Friday")]


async def test_what_is_wrong_is_told_in_the_chat(make_house: MakeHouse) -> None:
    house = await make_house()
    await living_group(house, MEENA)
    wrong = changed(two_members(), SheetPart.MEMBERS, 4, Column.SAVINGS, "2,0")
    lies_ready(house, filled_in(wrong, "en"))
    await house.comes(document(SUNITA))

    text = house.wire.texts_to(SUNITA)[-1]
    assert "Members, row 4, column D · Saved in all" in text
    assert "“2,0” is not an amount in rupees." in text


@pytest.mark.parametrize(
    ("name", "size", "words"),
    [
        ("photo.jpg", 9_000, "This is not the sheet"),
        ("old.xlsx", 9_000_000, "too large"),
        ("old.ods", 9_000, "save it as an Excel file"),
        ("OLD.XLS", 9_000, "save it as an Excel file"),
        ("old.csv", 9_000_000, "save it as an Excel file"),
    ],
)
async def test_another_document_is_not_even_fetched(
    make_house: MakeHouse, name: str, size: int, words: str
) -> None:
    house = await make_house()
    await living_group(house)
    await house.comes(document(SUNITA, name, size))

    assert words in house.wire.texts_to(SUNITA)[-1]
    assert house.wire.of("getFile") == []


async def test_a_workbook_that_cannot_be_read_is_refused(make_house: MakeHouse) -> None:
    house = await make_house()
    await living_group(house)
    lies_ready(house, b"PK and nothing more")
    await house.comes(document(SUNITA))

    assert "This is not the sheet" in house.wire.texts_to(SUNITA)[-1]
