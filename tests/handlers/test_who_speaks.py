"""Only a person who writes in her own name can act."""

from typing import Any

import pytest

from groups.people.store.persons import select_person_of_account
from storage.tx import Tx
from tests.handlers import people
from tests.handlers.conftest import House
from tests.handlers.people import GROUP, KAMLA, MEENA, SUNITA
from tests.handlers.stories import join, living_group, set_up
from tests.handlers.wire import refused

# The answers on the wire do not depend on the engine.
pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

OFFICERS = "The president, secretary or treasurer opens it."
ANONYMOUS_BOT, CHANNEL_BOT, SERVICE, CHANNEL = 1087968824, 136817688, 777000, -1005
BOTS = {ANONYMOUS_BOT: "Group", CHANNEL_BOT: "Channel", SERVICE: "Telegram", 99: "Other"}


def bot(number: int) -> people.Json:
    """Return an account that is not a person."""
    return {"id": number, "is_bot": number != SERVICE, "first_name": BOTS[number]}


def as_group() -> people.Json:
    """Return the sender of an administrator's message in the group's name."""
    return {"from": bot(ANONYMOUS_BOT), "sender_chat": people.chat(GROUP)}


def as_channel() -> people.Json:
    """Return the sender of a person's message in a channel's name."""
    channel = {"id": CHANNEL, "type": "channel", "title": "News"}
    return {"from": bot(CHANNEL_BOT), "sender_chat": channel}


def from_the_channel() -> people.Json:
    """Return the sender of a post of the linked channel, as Telegram copies it into the group."""
    channel = {"id": CHANNEL, "type": "channel", "title": "News"}
    return {"from": bot(SERVICE), "sender_chat": channel, "is_automatic_forward": True}


def tap_of_a_bot() -> people.Json:
    """Return a tap by a bot, which Telegram never sends."""
    tap = people.tap(99, "v1|home")
    tap["callback_query"]["from"] = bot(99)
    return tap


def persons(tx: Tx) -> int:
    """Return the number of known accounts."""
    return int(tx.value("SELECT COUNT(*) FROM telegram_accounts"))


async def quiet(house: House, *updates: people.Json) -> bool:
    """Return whether the bot says nothing to these updates."""
    house.wire.note()
    await house.comes(*updates)
    return house.said_by_method() == {}


# --- in another's name ----------------------------------------------------------------------------


async def test_nobody_answers_for_a_channel(house: House) -> None:
    await living_group(house)
    said = ("/vouch", "/meeting", "hello", "/start add")

    asked = [people.message(CHANNEL_BOT, text, GROUP, **as_channel()) for text in said]

    assert await quiet(house, *asked)


async def test_a_post_of_the_linked_channel_is_nothing(house: House) -> None:
    await living_group(house)

    assert await quiet(house, people.message(SERVICE, "/meeting", GROUP, **from_the_channel()))


async def test_nobody_without_a_name_is_ever_recorded(house: House) -> None:
    await living_group(house)
    known = await house.database.read(persons)

    await house.comes(
        people.message(ANONYMOUS_BOT, "hello", GROUP, **as_group()),
        people.message(ANONYMOUS_BOT, "/vouch", GROUP, **as_group()),
        people.message(CHANNEL_BOT, "/vouch", GROUP, **as_channel()),
        people.message(SERVICE, "/vouch", GROUP, **from_the_channel()),
        people.message(99, "/vouch", GROUP, **{"from": bot(99)}),
        tap_of_a_bot(),
    )

    assert await house.database.read(persons) == known


async def test_a_bot_that_comes_into_the_chat_is_nobody(house: House) -> None:
    await living_group(house)
    known = await house.database.read(persons)
    sides = (("old_chat_member", "left"), ("new_chat_member", "member"))
    change = {side: {"status": status, "user": bot(99)} for side, status in sides}
    body = {"chat": people.chat(GROUP), "from": bot(99), "date": 1, **change}

    await house.comes({"update_id": people.next_number(), "chat_member": body})

    assert await house.database.read(persons) == known


async def test_an_administrator_who_hides_may_bring_the_bot(house: House) -> None:
    update = people.bot_comes(SUNITA, can_pin_messages=True)
    update["my_chat_member"]["from"] = bot(ANONYMOUS_BOT)

    await house.comes(update)

    assert "I am Saakh" in house.wire.texts_to(GROUP)[0]


async def test_the_link_that_brought_the_bot_asks_nobody_who_she_is(house: House) -> None:
    await living_group(house)

    assert await quiet(house, people.message(ANONYMOUS_BOT, "/start add", GROUP, **as_group()))


async def test_whoever_says_it_is_me_without_the_right_opens_no_meeting(house: House) -> None:
    await living_group(house, MEENA)
    await house.comes(people.message(ANONYMOUS_BOT, "/meeting", GROUP, **as_group()))

    await house.presses(MEENA, "It is me", GROUP)

    assert house.wire.texts_to(MEENA)[-1].endswith(OFFICERS)
    assert "<b>The meeting of Monday" not in str(house.wire.texts_to(GROUP))


async def test_an_officer_who_hid_opens_the_meeting_by_her_tap(house: House) -> None:
    await living_group(house, MEENA)
    await house.comes(people.message(ANONYMOUS_BOT, "/meeting", GROUP, **as_group()))

    await house.presses(SUNITA, "It is me", GROUP)

    assert "<b>The meeting of Monday" in str(house.wire.texts_to(GROUP))


@pytest.mark.parametrize("text", ["/meeting", "/me", "/start"])
async def test_what_she_forwards_or_edits_in_private_is_nothing(house: House, text: str) -> None:
    await living_group(house)
    origin = {"type": "user", "date": 1, "sender_user": people.user(MEENA)}
    edited = people.message(SUNITA, text)
    edited["edited_message"] = edited.pop("message")

    assert await quiet(house, people.message(SUNITA, text, forward_origin=origin), edited)


async def test_a_forwarded_answer_ends_no_dialogue(house: House) -> None:
    await living_group(house)
    await house.comes(people.message(SUNITA, "/add"))
    origin = {"type": "hidden_user", "date": 1, "sender_user_name": "Rani"}

    assert await quiet(house, people.message(SUNITA, "Rani Devi", forward_origin=origin))


# --- who cannot be written to ---------------------------------------------------------------------


async def test_who_never_started_the_bot_is_led_there_and_not_named(house: House) -> None:
    await living_group(house)

    await house.comes(people.message(KAMLA, "/meeting", GROUP))

    assert (house.wire.texts_to(GROUP)[-1], house.wire.buttons_to(GROUP)) == (
        "This is about yourself, so I answer in private.",
        {"💬 Open in private": "https://t.me/saakh_practice_bot?start=open"},
    )


async def test_who_started_the_bot_is_answered_in_private_alone(house: House) -> None:
    await living_group(house, MEENA)
    texts_before = len(house.wire.texts_to(GROUP))

    await house.comes(people.message(MEENA, "/meeting", GROUP))

    assert len(house.wire.texts_to(GROUP)) == texts_before
    assert house.wire.texts_to(MEENA)[-1].endswith(OFFICERS)


async def test_who_never_started_the_bot_is_still_answered_by_an_alert(house: House) -> None:
    await living_group(house)
    await house.comes(people.message(SUNITA, "/vouch", GROUP))

    await house.presses(KAMLA, "1 · Sunita", GROUP)

    assert house.alerts[-1].startswith("You are not yet a member of this group")


@pytest.mark.parametrize(
    "why",
    [
        "user is deactivated",
        "bot was blocked by the user",
        "bot can't initiate conversation with a user",
    ],
)
async def test_who_cannot_be_written_to_is_not_written_to_again(house: House, why: str) -> None:
    await living_group(house, MEENA)
    house.wire.when("sendMessage", refused(403, f"Forbidden: {why}"))
    await house.comes(people.message(MEENA, "/me"))

    person = await house.database.read(select_person_of_account, MEENA)

    assert person is not None
    assert not person.is_reachable


async def test_a_deleted_account_keeps_its_last_name(house: House) -> None:
    await living_group(house, MEENA)
    gone = people.message(MEENA, "hello", GROUP)
    gone["message"]["from"]["first_name"] = ""

    await house.comes(gone)

    person = await house.database.read(select_person_of_account, MEENA)
    assert person is not None
    assert person.name == "Meena"


# --- privacy mode ---------------------------------------------------------------------------------


async def test_a_group_lives_though_the_bot_reads_commands_and_taps_alone(house: House) -> None:
    await set_up(house, rights=False)
    await join(house, SUNITA, MEENA)

    await house.comes(people.message(SUNITA, "/vouch@saakh_practice_bot", GROUP))
    await house.presses(MEENA, "1 · Sunita", GROUP)

    assert house.alerts[-1].startswith("Your word for Sunita")


async def test_where_telegram_does_not_say_who_is_there_an_officer_says_it(house: House) -> None:
    await living_group(house)
    unknown: Any = refused(400, "Bad Request: member list is inaccessible")
    house.wire.when("getChatMember", unknown)
    link = house.wire.button(GROUP, "Join")

    await house.comes(people.message(KAMLA, f"/start {link.partition('start=')[2]}"))
    await house.presses(KAMLA, "agree")
    await house.presses(KAMLA, "18 or older")

    assert "Is she one of you?" in house.wire.texts_to(SUNITA)[-1]
