"""A group's chat that does not take the bot's messages keeps its minutes until it does."""

import asyncio
from typing import Any

import pytest

from groups.founding.acts import founding
from groups.messages.effects import say_to_group
from groups.messages.model import Urgency
from storage.tx import Tx
from tests.handlers import people
from tests.handlers.conftest import House
from tests.handlers.people import GROUP, MEENA, SUNITA
from tests.handlers.stories import living_group, shown
from tests.handlers.wire import Trouble, refused

RIGHTS = "Bad Request: not enough rights to send text messages to the chat"
NO_SEND = [
    refused(400, RIGHTS),
    refused(400, "Bad Request: have no rights to send a message"),
    refused(400, "Bad Request: TOPIC_CLOSED"),
    refused(400, "Bad Request: CHAT_SEND_PLAIN_FORBIDDEN"),
    refused(400, "Bad Request: CHAT_RESTRICTED"),
    refused(400, "Bad Request: a refusal of tomorrow"),
    refused(403, "Forbidden: CHAT_WRITE_FORBIDDEN"),
]


@pytest.fixture
async def living(house: House) -> House:
    """A group of two, all told, whose pinned message is right."""
    await living_group(house, MEENA)
    await shown(house)
    house.wire.calls.clear()
    return house


def write_minutes(tx: Tx, house: House) -> None:
    """Write a message that lasts to the group's chat, in place of its minutes."""
    group = founding.group_in_chat(tx, GROUP)
    assert group is not None
    facts: dict[str, Any] = {"by": "Asha"}
    at = house.times["now"]
    say_to_group(tx, group.id, "looked_after", facts, urgency=Urgency.MONEY, at=at)


async def send(house: House) -> None:
    """Let the sender take what is due."""
    house.service.said()
    await asyncio.sleep(0.01)
    await house.service.sender.idle()
    await house.service.status.idle()


async def say_minutes(house: House) -> None:
    """Write minutes and let them be sent."""
    await house.database.write(write_minutes, house)
    await send(house)


def has_minutes(house: House) -> bool:
    """Whether the minutes are in the chat."""
    return any("Asha" in text for text in house.wire.texts_to(GROUP))


def told(house: House, who: int) -> int:
    """How often somebody was told in private that the chat takes no messages."""
    texts = house.wire.texts_to(who)
    return sum("does not take my messages" in text or "no longer in" in text for text in texts)


def close_chat(house: House, trouble: Trouble, times: int) -> None:
    """Let Telegram refuse so many messages to the group's chat."""
    for _ in range(times):
        house.wire.when("sendMessage", trouble, lambda params: params["chat_id"] == GROUP)


@pytest.mark.parametrize("trouble", NO_SEND)
async def test_a_chat_that_refuses_gets_its_minutes_when_it_takes_them(
    living: House, trouble: Trouble
) -> None:
    close_chat(living, trouble, times=4)
    await say_minutes(living)
    for _ in range(4):
        assert not has_minutes(living)
        living.later(hours=1)
        await send(living)

    assert (has_minutes(living), told(living, SUNITA), told(living, MEENA)) == (True, 1, 0)


async def test_answers_in_a_chat_that_refuses_are_given_up(living: House) -> None:
    close_chat(living, NO_SEND[0], times=1)
    await living.comes(people.message(MEENA, "/help", GROUP))
    living.later(hours=1)
    await send(living)

    assert (living.wire.texts_to(GROUP), told(living, SUNITA)) == ([], 0)


async def test_minutes_come_at_once_when_the_bot_may_write_again(living: House) -> None:
    close_chat(living, NO_SEND[0], times=1)
    await say_minutes(living)

    await living.comes(people.bot_changes(SUNITA, GROUP, "member", "administrator"))
    await send(living)

    assert has_minutes(living)


async def test_what_waits_behind_minutes_that_are_refused_stays_behind_them(living: House) -> None:
    close_chat(living, NO_SEND[0], times=1)
    await living.database.write(write_minutes, living)
    await say_minutes(living)

    assert not has_minutes(living)


async def test_words_that_telegram_never_takes_fail_at_last_and_hold_back_no_other(
    living: House,
) -> None:
    close_chat(living, refused(400, "Bad Request: can't parse entities"), times=1)
    await say_minutes(living)
    await say_minutes(living)
    later_minutes = has_minutes(living)

    close_chat(living, refused(400, "Bad Request: can't parse entities"), times=20)
    for _ in range(12):
        living.later(hours=1)
        await send(living)

    states = await living.database.read(
        lambda tx: tx.rows("SELECT state FROM outbox WHERE kind = 'looked_after' ORDER BY n")
    )
    assert (later_minutes, states) == (True, [("failed",), ("sent",)])


async def test_when_the_bot_is_put_out_the_office_bearers_are_told(living: House) -> None:
    await living.comes(people.bot_goes(MEENA))
    await send(living)

    assert (told(living, SUNITA), told(living, MEENA)) == (1, 0)


async def test_a_chat_that_has_put_the_bot_out_unseen_is_told_of_too(living: House) -> None:
    kicked = refused(403, "Forbidden: bot was kicked from the supergroup chat")
    close_chat(living, kicked, times=1)
    await say_minutes(living)
    await send(living)

    assert told(living, SUNITA) == 1
