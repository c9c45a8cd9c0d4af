"""Chats come, go and move; anonymous, forwarded and edited messages cause no act."""

from typing import Any

import pytest

from groups.founding.acts import founding
from groups.people.store import groups as store
from groups.people.store.persons import select_person_of_account
from storage.tx import Tx
from tests.handlers import people
from tests.handlers.conftest import House
from tests.handlers.people import GROUP, KAMLA, MEENA, SUNITA
from tests.handlers.stories import living_group, set_up

ANONYMOUS = {
    "from": {"id": 1087968824, "is_bot": True, "first_name": "Group"},
    "sender_chat": {"id": GROUP, "type": "supergroup", "title": "Ujala"},
}
FORWARD = {
    "forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "Somebody"},
}


def chat(tx: Tx, chat_id: int) -> tuple[Any, ...] | None:
    """Return what is stored about a chat."""
    stored_chat = store.select_chat(tx, chat_id)
    return (stored_chat.bot_is, stored_chat.can_pin) if stored_chat else None


def name_of_group(tx: Tx, chat_id: int) -> str | None:
    """Return the name of a chat's group."""
    group = founding.group_in_chat(tx, chat_id)
    return group.name if group else None


async def test_one_short_message_greets_a_new_group(house: House) -> None:
    await house.comes(people.bot_comes(SUNITA))

    assert len(house.wire.texts_to(GROUP)) == 1


async def test_the_bot_is_told_of_a_missing_right(house: House) -> None:
    await house.comes(people.bot_comes(SUNITA))

    assert "Please make me an administrator" in house.wire.texts_to(GROUP)[0]


async def test_a_bot_that_was_put_out_says_nothing_more(house: House) -> None:
    await living_group(house)
    await house.comes(people.bot_goes(SUNITA))
    house.wire.note()

    await house.comes(people.message(SUNITA, "/vouch", GROUP))

    assert "sendMessage" not in house.said_by_method()


async def test_a_channel_is_left_alone(house: House) -> None:
    update = people.bot_comes(SUNITA, can_pin_messages=True)
    update["my_chat_member"]["chat"]["type"] = "channel"

    await house.comes(update)

    assert house.wire.of("sendMessage") == []


@pytest.mark.parametrize(
    "signal",
    [
        people.moves(GROUP, -1009),
        people.moved_from(GROUP, -1009),
    ],
)
async def test_a_group_goes_with_its_chat(house: House, signal: people.Json) -> None:
    await set_up(house)

    await house.comes(signal)

    assert (
        await house.database.read(name_of_group, -1009),
        await house.database.read(chat, GROUP),
    ) == ("Ujala", ("moved", True))


async def test_an_administrator_who_hides_is_asked_who_she_is(house: House) -> None:
    await living_group(house)

    await house.comes(people.message(1087968824, "/vouch", GROUP, **ANONYMOUS))

    assert house.wire.buttons_to(GROUP) == {"👆 It is me": "v1|command|vouch"}


async def test_the_one_who_taps_it_is_me_is_taken_for_herself(house: House) -> None:
    await living_group(house)
    await house.comes(people.message(1087968824, "/vouch", GROUP, **ANONYMOUS))

    await house.presses(SUNITA, "It is me", GROUP)

    assert house.wire.texts_to(GROUP)[-1].startswith("<b>For whom do you give your word?")


async def test_nobody_who_hides_is_ever_recorded(house: House) -> None:
    await living_group(house)
    await house.comes(people.message(1087968824, "hello", GROUP, **ANONYMOUS))

    assert await house.database.read(select_person_of_account, 1087968824) is None


@pytest.mark.parametrize(
    "more",
    [FORWARD, {"via_bot": {"id": 9, "is_bot": True, "first_name": "Other"}}],
)
async def test_a_command_that_is_not_her_own_is_nothing(house: House, more: Any) -> None:
    await living_group(house)
    house.wire.note()

    await house.comes(people.message(SUNITA, "/meeting", GROUP, **more))

    assert house.wire.calls[house.wire.mark :] == []


async def test_an_edited_command_is_nothing(house: House) -> None:
    await living_group(house)
    house.wire.note()
    update = people.message(SUNITA, "/meeting", GROUP)
    update["edited_message"] = update.pop("message")

    await house.comes(update)

    assert house.wire.calls[house.wire.mark :] == []


async def test_another_bot_is_nobody(house: House) -> None:
    await living_group(house)
    other = {"id": 99, "is_bot": True, "first_name": "Other"}
    house.wire.note()

    await house.comes(people.message(99, "/vouch", GROUP, **{"from": other}))

    assert house.wire.calls[house.wire.mark :] == []


async def test_a_command_for_another_bot_is_nothing(house: House) -> None:
    await living_group(house)
    house.wire.note()

    await house.comes(people.message(SUNITA, "/vouch@another_bot", GROUP))

    assert house.wire.calls[house.wire.mark :] == []


async def test_an_answer_in_a_topic_stays_in_it(house: House) -> None:
    await living_group(house)
    topic = {"message_thread_id": 5, "is_topic_message": True}

    await house.comes(people.message(SUNITA, "/vouch", GROUP, **topic))

    assert house.wire.last_to(GROUP)["message_thread_id"] == 5


async def test_a_command_in_the_group_is_taken_away(house: House) -> None:
    await living_group(house)
    update = people.message(SUNITA, "/group", GROUP)

    await house.comes(update)

    assert house.wire.of("deleteMessage") == [
        {"chat_id": GROUP, "message_id": update["message"]["message_id"]}
    ]


async def test_what_concerns_herself_is_not_told_in_the_group(house: House) -> None:
    await living_group(house, MEENA)

    await house.comes(people.message(MEENA, "/points", GROUP))

    assert house.wire.texts_to(GROUP)[-1] == "This is about yourself, so I answer in private."


async def test_who_wrote_in_the_chat_need_not_be_asked_for(house: House) -> None:
    await set_up(house)
    house.wire.in_chat.add(KAMLA)
    await house.comes(people.message(KAMLA, "hello", GROUP))
    link = house.wire.button(GROUP, "Join")

    await house.comes(people.message(KAMLA, f"/start {link.partition('start=')[2]}"))
    await house.presses(KAMLA, "agree")
    await house.presses(KAMLA, "18 or older")

    assert "Welcome! Your number" in house.wire.texts_to(KAMLA)[-2]


async def test_who_was_never_seen_there_waits_for_an_office_bearer(house: House) -> None:
    await living_group(house)
    link = house.wire.button(GROUP, "Join")

    await house.comes(people.message(KAMLA, f"/start {link.partition('start=')[2]}"))
    await house.presses(KAMLA, "agree")
    await house.presses(KAMLA, "18 or older")

    assert "Is she one of you?" in house.wire.texts_to(SUNITA)[-1]


async def test_a_bot_that_was_brought_by_a_link_greets_once(house: House) -> None:
    await house.comes(people.bot_comes(SUNITA), people.message(SUNITA, "/start add", GROUP))

    assert len(house.wire.texts_to(GROUP)) == 1
