"""A group's one pinned message."""

from typing import Any

import pytest

from groups.founding.acts import founding
from groups.messages.store import pinned_message as status
from handlers import status as board
from storage.tx import Tx
from tests.handlers import people
from tests.handlers.conftest import House
from tests.handlers.people import GROUP, MEENA, SUNITA
from tests.handlers.stories import join, living_group, set_up, shown
from tests.handlers.wire import refused

PINNED = "📅 Next meeting"


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait between two edits."""
    monkeypatch.setattr(board, "EDIT_SECONDS", 0.0)
    monkeypatch.setattr(board, "_TROUBLE_SECONDS", 0.0)


def want(tx: Tx, house: House) -> None:
    """Ask for the group's status to be shown again."""
    group = founding.group_in_chat(tx, GROUP) or founding.group_in_chat(tx, -1009)
    assert group is not None
    status.upsert_wanted(tx, group.id, house.times["now"])


def pinned_texts(house: House) -> list[Any]:
    """Return the pinned message's sends, edits and pins since the mark: method, message id."""
    return [
        (call.method, call.params.get("message_id"))
        for call in house.wire.calls[house.wire.mark :]
        if PINNED in str(call.params.get("text")) or call.method == "pinChatMessage"
    ]


async def test_it_is_sent_and_pinned_without_a_sound(house: House) -> None:
    await set_up(house)
    await shown(house)

    pins = house.wire.of("pinChatMessage")
    assert [pin["disable_notification"] for pin in pins] == [True]


async def test_it_is_edited_in_place(house: House) -> None:
    await set_up(house)
    await shown(house)
    message_id = house.wire.of("pinChatMessage")[0]["message_id"]
    house.wire.note()

    await join(house, SUNITA)
    await shown(house)

    assert set(pinned_texts(house)) == {("editMessageText", message_id)}


async def test_what_would_change_nothing_is_not_sent(house: House) -> None:
    await living_group(house)
    await shown(house)
    house.wire.note()

    await house.database.write(want, house)
    await shown(house)

    assert pinned_texts(house) == []


async def test_not_modified_is_as_good_as_done(house: House) -> None:
    await set_up(house)
    await shown(house)
    house.wire.when("editMessageText", refused(400, "Bad Request: message is not modified: …"))
    house.later(days=7)
    house.wire.note()

    await house.database.write(want, house)
    await shown(house)

    assert pinned_texts(house) == []


async def test_a_message_that_was_deleted_is_sent_and_pinned_anew(house: House) -> None:
    await set_up(house)
    await shown(house)
    house.wire.when("editMessageText", refused(400, "Bad Request: message to edit not found"))
    house.later(days=7)
    house.wire.note()

    await house.database.write(want, house)
    await shown(house)

    assert [method for method, _ in pinned_texts(house)] == ["sendMessage", "pinChatMessage"]


async def test_without_the_right_to_pin_it_is_only_sent(house: House) -> None:
    await set_up(house, rights=False)
    await shown(house)

    assert (len(pinned_texts(house)), house.wire.of("pinChatMessage")) == (1, [])


async def test_it_is_pinned_once_the_bot_may(house: House) -> None:
    await set_up(house, rights=False)
    await shown(house)

    await house.comes(
        people.bot_changes(MEENA, GROUP, "member", "administrator", can_pin_messages=True)
    )
    await shown(house)

    assert len(house.wire.of("pinChatMessage")) == 1


async def test_a_group_that_moved_gets_a_new_one(house: House) -> None:
    await set_up(house)
    await shown(house)
    house.wire.note()

    await house.comes(people.moves(GROUP, -1009))
    await shown(house)

    assert PINNED in house.wire.texts_to(-1009)[0]
