"""A forum's topics: answers go where she wrote, minutes and standing where the group meets."""

from typing import Any

import pytest

from groups.messages.effects import say_to_group
from groups.people.store.groups import select_chat
from handlers import status as board
from storage.tx import Tx
from tests.handlers import people
from tests.handlers.conftest import House
from tests.handlers.people import GROUP, SUNITA
from tests.handlers.stories import living_group, shown
from tests.handlers.wire import refused

TOPIC = {"message_thread_id": 5, "is_topic_message": True}
STATUS = "<b>Ujala</b>, Rampur"


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait between two edits."""
    monkeypatch.setattr(board, "EDIT_SECONDS", 0.0)


async def opened_in_a_topic(house: House) -> None:
    """Let Sunita open the meeting in a topic of the group's forum."""
    await living_group(house)
    await shown(house)
    house.wire.note()
    await house.comes(people.message(SUNITA, "/meeting", GROUP, **TOPIC))
    await shown(house)


def tell(tx: Tx, house: House) -> None:
    """Write a message to the group that answers nobody, such as the minutes."""
    chat = select_chat(tx, GROUP)
    assert chat is not None
    facts: dict[str, Any] = {"token": "t"}
    say_to_group(tx, chat.group_id, "go_private", facts, at=house.times["now"])


@pytest.mark.parametrize("command", ["/vouch", "/meeting", "/points"])
async def test_an_answer_stays_in_the_topic_where_it_was_asked(house: House, command: str) -> None:
    await living_group(house)

    await house.comes(people.message(SUNITA, command, GROUP, **TOPIC))

    answers = [it for it in house.wire.of("sendMessage") if it["chat_id"] == GROUP]
    assert 5 in [it.get("message_thread_id") for it in answers[-2:]]


async def test_a_reply_outside_a_forum_has_no_topic(house: House) -> None:
    await living_group(house)

    await house.comes(people.message(SUNITA, "/vouch", GROUP, message_thread_id=5))

    assert "message_thread_id" not in house.wire.last_to(GROUP)


async def test_the_standing_follows_the_meeting_into_its_topic(house: House) -> None:
    await opened_in_a_topic(house)

    sent = [
        (call.method, call.params.get("message_thread_id"))
        for call in house.wire.calls[house.wire.mark :]
        if STATUS in str(call.params.get("text")) or call.method == "pinChatMessage"
    ]
    assert sent == [("sendMessage", 5), ("pinChatMessage", None)]


async def test_the_old_standing_is_taken_away(house: House) -> None:
    await opened_in_a_topic(house)
    [first, *_] = house.wire.of("pinChatMessage")

    assert {"chat_id": GROUP, "message_id": first["message_id"]} in house.wire.of("deleteMessage")


async def test_an_old_standing_that_is_too_old_to_be_deleted_is_unpinned(house: House) -> None:
    await living_group(house)
    await shown(house)
    [first] = house.wire.of("pinChatMessage")
    house.wire.when(
        "deleteMessage",
        refused(400, "Bad Request: message can't be deleted"),
        lambda asked: bool(asked["message_id"] == first["message_id"]),
    )

    await house.comes(people.message(SUNITA, "/meeting", GROUP, **TOPIC))
    await shown(house)

    assert house.wire.of("unpinChatMessage") == [
        {"chat_id": GROUP, "message_id": first["message_id"]}
    ]


async def test_what_the_group_is_told_by_itself_goes_into_its_topic(house: House) -> None:
    await opened_in_a_topic(house)

    await house.database.write(tell, house)
    house.service.said()
    await house.service.idle()

    assert house.wire.last_to(GROUP)["message_thread_id"] == 5


async def test_a_topic_that_is_deleted_is_left_for_all(house: House) -> None:
    await living_group(house)
    await shown(house)
    house.wire.when(
        "sendMessage",
        refused(400, "Bad Request: message thread not found"),
        lambda asked: STATUS in asked["text"],
    )

    await house.comes(people.message(SUNITA, "/meeting", GROUP, **TOPIC))
    await shown(house)

    chat = await house.database.read(select_chat, GROUP)
    assert chat is not None
    assert chat.thread_id is None
