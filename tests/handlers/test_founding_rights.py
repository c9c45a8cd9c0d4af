"""A stranger with the link founds nothing: over the wire, from the link to the admission."""

from datetime import timedelta
from typing import Any

import pytest

from tests.handlers import people
from tests.handlers.conftest import House, MakeHouse
from tests.handlers.people import ASHA, CREATOR, GROUP, KAMLA, SUNITA
from tests.handlers.stories import join, set_up, with_facilitator
from tests.handlers.test_who_speaks import ANONYMOUS_BOT, as_group
from tests.handlers.wire import refused

# The answers on the wire do not depend on the engine.
pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

NO = "A group is set up by the creator or an administrator of its chat."
RESTRICTED = dict.fromkeys(
    (
        *("can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos"),
        *("can_send_videos", "can_send_video_notes", "can_send_voice_notes", "can_send_polls"),
        *("can_send_other_messages", "can_add_web_page_previews", "can_change_info"),
        *("can_invite_users", "can_pin_messages", "can_manage_topics", "can_edit_tag"),
    ),
    False,
)
STRANGER_TRIED = "Somebody who is not in this chat tried to set this group up"


async def brought(house: House) -> str:
    """Let Sunita, who created the chat, bring the bot; return the link's payload."""
    await house.comes(people.bot_comes(SUNITA, can_pin_messages=True, can_delete_messages=True))
    return house.wire.buttons_to(GROUP)["⚙️ Set up"].partition("start=")[2]


async def answered(house: House, who: int) -> None:
    """Let a person answer the six questions, up to the check."""
    await house.presses(who, "Ujala")
    await house.comes(people.message(who, "Rampur"))
    for words in ("English", "Monday", "15:00", "₹20"):
        await house.presses(who, words)


async def codes(house: House, who: int) -> str:
    """Return the code that she was shown last."""
    return house.wire.texts_to(who)[-1].partition("/setup ")[2].partition("</code>")[0]


def states(tx: Any) -> Any:
    """Return the states of all groups, and who set them up."""
    return tx.rows("SELECT state, set_up_by FROM groups")


# --- the attack -----------------------------------------------------------------------------------


async def test_a_stranger_with_the_link_is_refused_and_the_chat_is_told(house: House) -> None:
    payload = await brought(house)

    await house.comes(people.message(KAMLA, f"/start {payload}"))
    await house.comes(people.message(KAMLA, "Her Own Group"))

    assert NO in house.wire.texts_to(KAMLA)[0]
    assert STRANGER_TRIED in house.wire.texts_to(GROUP)[-1]
    assert [tuple(row) for row in await house.database.read(states)] == [("new", None)]


async def test_a_stranger_who_taps_save_by_hand_sets_nothing_up(house: House) -> None:
    payload = await brought(house)
    await house.comes(people.message(KAMLA, f"/start {payload}"))

    for data in ("v1|setup|name|=", "v1|setup|check|yes", "v1|setup|check|name"):
        await house.comes(people.tap(KAMLA, data))

    assert [tuple(row) for row in await house.database.read(states)] == [("new", None)]


async def test_a_plain_member_of_the_chat_is_refused_in_private_alone(house: House) -> None:
    payload = await brought(house)
    house.wire.in_chat.add(KAMLA)
    said_before = house.wire.texts_to(GROUP)

    await house.comes(people.message(KAMLA, f"/start {payload}"))

    assert "as a member without that right" in house.wire.texts_to(KAMLA)[-1]
    assert house.wire.texts_to(GROUP) == said_before


@pytest.mark.parametrize("status", ["member", "restricted", "left", "kicked"])
async def test_who_was_taken_the_right_meanwhile_saves_nothing(house: House, status: str) -> None:
    payload = await brought(house)
    await house.comes(people.message(SUNITA, f"/start {payload}"))
    await answered(house, SUNITA)
    house.wire.in_chat_as[SUNITA] = _as(status)

    await house.presses(SUNITA, "save")

    assert NO in house.wire.texts_to(SUNITA)[-1]
    assert [tuple(row) for row in await house.database.read(states)] == [("new", None)]


async def test_with_the_right_back_she_saves_without_answering_again(house: House) -> None:
    payload = await brought(house)
    await house.comes(people.message(SUNITA, f"/start {payload}"))
    await answered(house, SUNITA)
    house.wire.in_chat_as.pop(SUNITA)
    await house.presses(SUNITA, "save")
    house.wire.in_chat_as[SUNITA] = CREATOR

    await house.presses(SUNITA, "save")

    assert "is set up and has begun" in str(house.wire.texts_to(SUNITA))


async def test_without_an_answer_of_telegrams_nobody_founds(house: House) -> None:
    payload = await brought(house)
    house.wire.when("getChatMember", refused(400, "Bad Request: member list is inaccessible"))

    await house.comes(people.message(SUNITA, f"/start {payload}"))

    assert "Telegram does not tell me who you are" in house.wire.texts_to(SUNITA)[-1]


async def test_telegram_is_asked_when_it_begins_and_when_it_is_saved(house: House) -> None:
    await set_up(house)

    asked = [(it["chat_id"], it["user_id"]) for it in house.wire.of("getChatMember")]
    assert asked == [(GROUP, SUNITA)] * 2


# --- who hides ------------------------------------------------------------------------------------


async def test_a_hidden_administrator_proves_it_in_the_chat_and_founds(house: House) -> None:
    payload = await brought(house)
    house.wire.in_chat.add(KAMLA)
    await house.comes(people.message(KAMLA, f"/start {payload}"))
    written = f"/setup {await codes(house, KAMLA)}"

    await house.comes(people.message(ANONYMOUS_BOT, written, GROUP, **as_group()))
    await answered(house, KAMLA)
    await house.presses(KAMLA, "save")
    assert NO in house.wire.texts_to(KAMLA)[-1]
    house.later(seconds=5)
    await house.comes(people.message(ANONYMOUS_BOT, written, GROUP, **as_group()))

    assert "is set up and has begun" in str(house.wire.texts_to(KAMLA))


@pytest.mark.parametrize("who", [KAMLA, SUNITA])
async def test_her_code_in_a_persons_own_name_proves_nothing(house: House, who: int) -> None:
    payload = await brought(house)
    await house.comes(people.message(KAMLA, f"/start {payload}"))
    written = f"/setup {await codes(house, KAMLA)}"

    await house.comes(people.message(who, written, GROUP), people.message(who, written))
    forwarded = {"forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "R"}}
    await house.comes(people.message(ANONYMOUS_BOT, written, GROUP, **as_group() | forwarded))

    assert "1 of 6" not in str(house.wire.texts_to(KAMLA))


async def test_a_code_of_nobodys_is_taken_away_without_a_word(house: House) -> None:
    await brought(house)
    said_before = house.wire.texts_to(GROUP)

    await house.comes(people.message(ANONYMOUS_BOT, "/setup 1", GROUP, **as_group()))

    assert (house.wire.texts_to(GROUP), len(house.wire.of("deleteMessage"))) == (said_before, 1)


# --- the admission --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "words"),
    [("creator", "She created"), ("administrator", "She is an administrator of")],
)
async def test_the_facilitator_reads_who_founds_in_which_chat(
    make_house: MakeHouse, status: str, words: str
) -> None:
    house = await with_facilitator(make_house)
    payload = await brought(house)
    house.wire.in_chat_as[SUNITA] = _as(status)
    house.later(days=2)
    await house.comes(people.message(SUNITA, f"/start {payload}"))
    await answered(house, SUNITA)
    await house.presses(SUNITA, "save")
    card = house.wire.texts_to(ASHA)[-1]

    assert "Set up by Sunita." in card
    assert words in card
    assert f"I have been in the chat since {_day(house, -2)}" in card


async def test_a_founder_who_has_left_the_chat_is_confirmed_by_another(house: House) -> None:
    await set_up(house)
    await join(house, KAMLA)
    house.wire.in_chat_as.pop(SUNITA)
    link = house.wire.button(GROUP, "Join")

    await house.comes(people.message(SUNITA, f"/start {link.partition('start=')[2]}"))
    await house.presses(SUNITA, "agree")
    await house.presses(SUNITA, "18 or older")

    assert "confirms you first" in str(house.wire.texts_to(SUNITA))
    assert "Is she one of you?" in house.wire.texts_to(KAMLA)[-1]


def _as(status: str) -> people.Json:
    shown = people.bot_changes(SUNITA, GROUP, "left", "administrator")
    rights = shown["my_chat_member"]["new_chat_member"]
    if status == "administrator":
        return {name: value for name, value in rights.items() if name != "user"}
    if status == "restricted":
        return {"status": "restricted", "is_member": True, "until_date": 0, **RESTRICTED}
    return {"status": status, "is_anonymous": False, "until_date": 0}


def _day(house: House, days: int) -> str:
    return f"{house.times['now'] + timedelta(days=days):%-d}"
