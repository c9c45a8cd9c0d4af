"""The sender on a network with faults."""

import asyncio
from typing import Any

import httpx
import pytest
from telegram.error import NetworkError, TimedOut

from groups.founding.acts import founding
from groups.messages.acts import outbox
from groups.messages.effects import say_to_group, say_to_person
from groups.messages.model import Json
from groups.people.store.persons import select_person_of_account
from handlers import outbox as sender
from handlers.pacing import Limits, Pace
from storage.tx import Tx
from tests.handlers import people
from tests.handlers.conftest import House, MakeHouse
from tests.handlers.people import GROUP, MEENA, SUNITA
from tests.handlers.stories import living_group, shown
from tests.handlers.wire import Trouble, refused

LINE: dict[str, Json] = {
    "day": "2026-11-23",
    "mark": "present",
    "due": 2000,
    "saved": 2000,
    "extra": 0,
    "balance": 2000,
    "moved": [],
    "owed": 0,
    "group_id": "g",
    "meeting_id": "m",
}


def rows(tx: Tx) -> list[tuple[Any, ...]]:
    """Return every row that was not simply sent."""
    return tx.rows("SELECT kind, state, error FROM outbox WHERE state <> 'sent' ORDER BY n")


def say_money(tx: Tx, house: House, who: int) -> None:
    """Write a line about a person's money."""
    person = select_person_of_account(tx, who)
    assert person is not None
    say_to_person(
        tx, person.id, "saved_line", LINE, urgency=1, is_money=True, at=house.times["now"]
    )


def say_minutes(tx: Tx, house: House) -> None:
    """Write something to the group's chat that goes before news."""
    group = founding.group_in_chat(tx, GROUP)
    assert group is not None
    say_to_group(tx, group.id, "looked_after", {"by": "Asha"}, urgency=1, at=house.times["now"])


async def money(house: House, who: int = SUNITA) -> None:
    """Send a line about a person's money, whatever the outcome."""
    await house.database.write(say_money, house, who)
    house.service.said()
    await asyncio.sleep(0)
    await house.service.sender.idle()


@pytest.fixture
async def known(house: House) -> House:
    """The house after Sunita and Meena have started the bot."""
    await house.comes(people.message(SUNITA, "/help"), people.message(MEENA, "/help"))
    house.wire.calls.clear()
    return house


async def test_a_lost_answer_about_money_is_not_sent_again(known: House) -> None:
    lost = TimedOut()
    lost.__cause__ = httpx.ReadTimeout("")
    known.wire.when("sendMessage", Trouble(error=lost, arrives=True))

    await money(known)

    assert (await known.database.read(rows), len(known.wire.texts_to(SUNITA))) == (
        [("saved_line", "unsure", "answer_lost")],
        1,
    )


async def test_a_server_that_fails_over_money_leaves_it_unsure(known: House) -> None:
    known.wire.when("sendMessage", Trouble(502, b"<html>Bad Gateway</html>"))

    await money(known)

    assert await known.database.read(rows) == [("saved_line", "unsure", "server_error")]


async def test_money_that_was_never_sent_is_sent_later(known: House) -> None:
    refused_connection = NetworkError("refused")
    refused_connection.__cause__ = httpx.ConnectError("")
    known.wire.when("sendMessage", Trouble(error=refused_connection))

    await known.database.write(say_money, known, SUNITA)
    known.service.said()
    await known.service.sender.idle()
    known.later(minutes=1)
    known.service.said()
    await known.service.sender.idle()

    assert len(known.wire.texts_to(SUNITA)) == 1


async def test_news_whose_answer_was_lost_are_sent_again(known: House) -> None:
    known.wire.when("sendMessage", Trouble(500, b'{"ok":false,"description":"Internal"}'))
    await known.service.receive(people.message(SUNITA, "/help"))
    await known.service.idle()

    known.later(minutes=2)
    known.service.said()
    await asyncio.sleep(0.05)
    await known.service.idle()

    assert len(known.wire.texts_to(SUNITA)) == 1


@pytest.mark.both_engines
async def test_patience_for_one_chat_stops_no_other(known: House) -> None:
    known.wire.when(
        "sendMessage",
        refused(429, "Too Many Requests: retry after 30", retry_after=30),
        lambda params: params["chat_id"] == SUNITA,
    )

    await known.comes(people.message(SUNITA, "/help"), people.message(MEENA, "/help"))

    assert (known.wire.texts_to(SUNITA), len(known.wire.texts_to(MEENA))) == ([], 1)


async def test_who_blocked_the_bot_is_not_written_to_any_more(known: House) -> None:
    known.wire.when("sendMessage", refused(403, "Forbidden: bot was blocked by the user"))
    await money(known)
    known.wire.calls.clear()

    await money(known)

    assert (known.wire.calls, await known.database.read(rows)) == (
        [],
        [("saved_line", "failed", "forbidden")],
    )


async def test_who_comes_back_is_written_to_again(known: House) -> None:
    await known.comes(people.blocks(SUNITA))

    await known.comes(people.message(SUNITA, "/help"))

    assert len(known.wire.texts_to(SUNITA)) == 1


async def test_a_message_follows_its_group_to_the_new_chat(house: House) -> None:
    await living_group(house)
    house.wire.when(
        "sendMessage",
        refused(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1009),
        lambda params: params["chat_id"] == GROUP,
    )
    house.wire.note()

    await house.comes(people.message(SUNITA, "/help", GROUP))

    assert any(text.startswith("/vouch –") for text in house.wire.texts_to(-1009))


async def test_an_edit_that_changes_nothing_is_as_good_as_done(known: House) -> None:
    await known.comes(people.message(SUNITA, "/language"))
    known.wire.when("editMessageText", refused(400, "Bad Request: message is not modified: …"))

    await known.presses(SUNITA, "English")

    assert await known.database.read(rows) == []


async def test_a_card_that_is_gone_comes_as_a_new_message(known: House) -> None:
    await known.comes(people.message(SUNITA, "/language"))
    known.wire.when("editMessageText", refused(400, "Bad Request: message to edit not found"))
    known.wire.note()

    await known.presses(SUNITA, "English")

    assert "sendMessage" in known.said_by_method()


async def test_a_message_without_words_fails_and_the_next_goes(known: House) -> None:
    def say_nothing(tx: Tx) -> None:
        person = select_person_of_account(tx, SUNITA)
        assert person is not None
        say_to_person(tx, person.id, "no_such_words", {}, at=known.times["now"])

    await known.database.write(say_nothing)
    await money(known)

    assert (await known.database.read(rows), len(known.wire.texts_to(SUNITA))) == (
        [("no_such_words", "failed", "render")],
        1,
    )


async def test_a_half_sent_line_about_money_is_unsure_after_a_crash(known: House) -> None:
    def half_sent(tx: Tx) -> None:
        say_money(tx, known, SUNITA)
        tx.run("UPDATE outbox SET state = 'sending' WHERE state = 'waiting'")
        outbox.recover(tx, at=known.times["now"])

    await known.database.write(half_sent)
    known.service.said()
    await known.service.sender.idle()

    assert known.wire.texts_to(SUNITA) == []


@pytest.mark.parametrize("askers", [(SUNITA,), (SUNITA, MEENA, 901, 902)])
@pytest.mark.parametrize("command", ["/points", "/help"])
async def test_nobody_mutes_a_group_by_asking_in_its_chat(
    house: House, monkeypatch: pytest.MonkeyPatch, askers: tuple[int, ...], command: str
) -> None:
    await living_group(house, MEENA)
    pace = house.service.sender.pace
    monkeypatch.setattr(pace, "_limits", Limits())
    pace._chats.clear()
    await shown(house)
    house.wire.calls.clear()

    for n in range(60):
        await house.service.receive(people.message(askers[n % len(askers)], command, GROUP))
    await house.service.desk.idle()
    await house.database.write(say_minutes, house)
    house.service.said()
    async with asyncio.timeout(3):
        while "Asha" not in str(house.wire.texts_to(GROUP)):  # noqa: ASYNC110 - the wire is a list
            await asyncio.sleep(0.01)

    answers = [text for text in house.wire.texts_to(GROUP) if "Asha" not in text]
    assert len(answers) <= 1


async def test_much_that_waits_for_one_chat_is_not_read_at_each_look(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.comes(people.message(SUNITA, "/help"), people.message(MEENA, "/help"))
    monkeypatch.setattr(house.service.sender, "pace", Pace(Limits(chat_burst=1)))
    for who in (SUNITA,) * 100 + (MEENA,):
        await house.database.write(say_money, house, who)

    looked = await house.database.read(outbox.queue, house.times["now"], 400)

    assert len(looked) == 2


async def test_a_chat_with_very_much_to_hear_holds_back_no_other(
    make_house: MakeHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender, "_LOOK_AT_ONCE", 2)
    house = await make_house(Limits(chat_burst=1, group_per_minute=1000, bot_per_second=1000))
    await house.comes(people.message(SUNITA, "/help"), people.message(MEENA, "/help"))
    house.wire.note()
    for who in (SUNITA,) * 7 + (MEENA,):
        await house.database.write(say_money, house, who)
    house.service.said()
    async with asyncio.timeout(30):
        while len(house.wire.texts_to(MEENA)) < 2:  # noqa: ASYNC110 - the help, and her line
            await asyncio.sleep(0.01)

    recorded_lines = [it for it in house.wire.texts_to(SUNITA) if "recorded for you" in it]
    assert len(recorded_lines) < 4
