"""A group becomes a supergroup, or removes the bot and adds it again: nothing is lost."""

import itertools
from datetime import timedelta
from typing import Any

import pytest

from groups.founding.acts.founding import group_in_chat
from groups.messages.effects import say_to_group
from groups.people.model.group import Group
from groups.people.store.groups import select_chat
from handlers import status as board
from storage.tx import Tx
from tests.handlers import people
from tests.handlers.conftest import House
from tests.handlers.people import GROUP, MEENA, SUNITA
from tests.handlers.stories import living_group, set_up, shown
from tests.handlers.wire import refused

NEW = -1009
SIGNALS = (people.moves(GROUP, NEW), people.moved_from(GROUP, NEW))
ORDERS = (*itertools.permutations(SIGNALS), SIGNALS * 2)


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait between two edits."""
    monkeypatch.setattr(board, "EDIT_SECONDS", 0.0)


async def begun_before_it_was_told(house: House) -> Group:
    """Let the bot come into the new chat before Telegram reports the move."""
    await set_up(house)
    await house.comes(people.bot_comes(MEENA, NEW))
    return await house.database.read(group_of, NEW)


def group_of(tx: Tx, chat_id: int) -> Group:
    """Return the group of a chat."""
    group = group_in_chat(tx, chat_id)
    assert group is not None
    return group


def tell(tx: Tx, house: House) -> None:
    """Write a message to the group that is due in a minute."""
    group = group_of(tx, GROUP)
    facts: dict[str, Any] = {"token": group.start_token}
    say_to_group(tx, group.id, "go_private", facts, at=house.times["now"] + timedelta(minutes=1))


def again(update: people.Json) -> people.Json:
    """Return the same update under a new number."""
    return update | {"update_id": people.next_number()}


# --- the chat becomes a supergroup ----------------------------------------------------------------


@pytest.mark.parametrize("signals", ORDERS)
async def test_the_pinned_message_is_sent_and_pinned_once_in_the_new_chat(
    house: House, signals: tuple[people.Json, ...]
) -> None:
    await set_up(house)
    await shown(house)

    for signal in signals:
        await house.comes(again(signal))
        await shown(house)

    pins = [it["chat_id"] for it in house.wire.of("pinChatMessage")]
    assert pins == [GROUP, NEW]


async def test_what_waited_for_the_old_chat_is_said_in_the_new_one(house: House) -> None:
    await living_group(house)
    await house.database.write(tell, house)

    await house.comes(again(SIGNALS[0]))
    house.later(minutes=1)
    await house.comes(people.message(MEENA, "/help"))

    assert "This is about yourself, so I answer in private." in house.wire.texts_to(NEW)


async def test_a_send_tells_of_the_move_where_no_message_did(house: House) -> None:
    await living_group(house)
    moved = refused(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=NEW)
    house.wire.when("sendMessage", moved)

    await house.comes(people.message(SUNITA, "/vouch", GROUP))

    assert house.wire.texts_to(NEW)[0].startswith("<b>For whom do you give your word?")


async def test_a_board_of_the_old_chat_is_tapped_in_the_new_one(house: House) -> None:
    await living_group(house, MEENA)
    await house.comes(people.message(SUNITA, "/vouch", GROUP))
    give = house.wire.button(GROUP, "2 · Meena")

    await house.comes(again(SIGNALS[0]), people.tap(SUNITA, give, NEW))

    assert house.alerts[-1].startswith("Your word for Meena")


async def test_a_command_in_the_new_chat_finds_the_group(house: House) -> None:
    await living_group(house)
    await house.comes(again(SIGNALS[1]))

    await house.comes(people.message(SUNITA, "/meeting", NEW))

    assert "<b>The meeting of Monday" in str(house.wire.texts_to(NEW))


async def test_a_greeting_of_the_new_chat_leads_nowhere_once_it_is_told(house: House) -> None:
    ghost = await begun_before_it_was_told(house)
    await house.comes(again(SIGNALS[0]))

    await house.comes(people.message(MEENA, f"/start set_{ghost.start_token}"))

    assert house.wire.texts_to(MEENA)[-1].startswith("This link leads nowhere any more")


# --- the bot is removed and added again -----------------------------------------------------------


async def test_a_bot_that_is_taken_in_again_goes_on_where_it_was(house: House) -> None:
    await living_group(house, MEENA)
    await shown(house)
    await house.comes(people.bot_goes(SUNITA))

    await house.comes(people.bot_comes(SUNITA, can_pin_messages=True))
    await house.comes(people.message(MEENA, "/vouch", GROUP))

    assert "2 · Meena" in str(house.wire.buttons_to(GROUP))


async def test_a_group_that_has_begun_is_not_greeted_again(house: House) -> None:
    await living_group(house)
    await house.comes(people.bot_goes(SUNITA))
    house.wire.note()

    await house.comes(people.bot_comes(SUNITA, can_pin_messages=True))

    assert "I am Saakh" not in str(house.said_by_method())


async def test_a_right_given_later_pins_the_message_that_stands(house: House) -> None:
    await set_up(house, rights=False)
    await shown(house)

    more = {"can_pin_messages": True}
    await house.comes(people.bot_changes(SUNITA, GROUP, "member", "administrator", **more))
    await shown(house)

    assert len(house.wire.of("pinChatMessage")) == 1


async def test_a_bot_with_restricted_rights_is_still_there(house: House) -> None:
    await set_up(house)
    update = people.bot_changes(SUNITA, GROUP, "member", "member")
    rights = dict.fromkeys(RESTRICTED, True) | {"until_date": 0, "is_member": True}
    update["my_chat_member"]["new_chat_member"] |= {"status": "restricted", **rights}

    await house.comes(update)

    chat = await house.database.read(select_chat, GROUP)
    assert chat is not None
    assert chat.bot_is == "member"


RESTRICTED = (
    *("can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos"),
    *("can_send_videos", "can_send_video_notes", "can_send_voice_notes", "can_send_polls"),
    *("can_send_other_messages", "can_add_web_page_previews", "can_change_info"),
    *("can_invite_users", "can_pin_messages", "can_manage_topics", "can_edit_tag"),
    "can_react_to_messages",
)
