"""The empty sheet for old books comes as a file; the second person's card leads to what waits."""

import pytest
from telegram import Bot

from groups import openings
from groups.model.people import MemberState
from groups.store import outbox
from groups.store.outbox import Message
from handlers.enclosing import Enclosing
from handlers.outcomes import Outcome
from handlers.post import Post
from storage.database import Database
from storage.tx import Tx
from tests.groups.old_books import ask, old_books
from tests.groups.sisters import NOON, Sisters, sisters
from tests.handlers.test_books_sent import Files
from tests.handlers.wire import Wire

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


async def waiting(group: Sisters) -> Message:
    """The message that waits."""

    def take(tx: Tx) -> Message:
        (due,) = outbox.queue(tx, NOON)
        message = outbox.take(tx, due.n)
        assert message is not None
        return message

    return await group.write(take)


async def sent(group: Sisters, message: Message) -> tuple[Outcome, Files]:
    """How its sending ended, and what went over the wire."""
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
    assert "Chandrawati" not in str(message.facts)
