"""/vouch as a reply in the group: applied, deleted from the chat, and answered in private."""

from typing import Any

import pytest

from groups.joining.acts import joining
from groups.people.acts import persons
from groups.people.model.people import Actor
from storage.tx import Tx
from tests.handlers import people
from tests.handlers.conftest import START, House
from tests.handlers.people import ASHA, GROUP, KAMLA, MEENA, SUNITA
from tests.handlers.stories import living_group

BOT = {"id": 4242, "is_bot": True, "first_name": "Saakh"}
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
CHANNEL = {"id": -1009, "type": "channel", "title": "News"}


def answered(wrote: int | dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return the message that is replied to."""
    return {
        "message_id": 5,
        "date": 1,
        "chat": people.chat(GROUP),
        "from": people.user(wrote) if isinstance(wrote, int) else wrote,
        "text": "Namaste",
        **more,
    }


async def vouches(house: House, wrote: int | dict[str, Any], who: int = MEENA, **more: Any) -> None:
    """Let a member reply to a message with /vouch."""
    house.wire.note()
    replied = answered(wrote, **more)
    await house.comes(people.message(who, "/vouch", GROUP, reply_to_message=replied))


async def words(house: House) -> int:
    """Return the number of vouches given."""
    return await house.database.read(lambda tx: tx.value("SELECT COUNT(*) FROM vouches"))


async def test_her_word_is_taken_and_told_to_her_alone(house: House) -> None:
    await living_group(house, MEENA)
    await vouches(house, SUNITA)

    assert house.said_by_method() == {
        "deleteMessage": [""],
        "sendMessage": [
            (
                "Your word for Sunita stands until 22 May 2027.\n4 of 5 beads left.\n"
                "It counts once you have 12 weeks of meetings and savings yourself, "
                "from 23 November 2026 at the earliest."
            )
        ],
    }
    assert (house.wire.last_to(MEENA)["chat_id"], await words(house)) == (MEENA, 1)


async def test_answered_twice_it_is_one_word(house: House) -> None:
    await living_group(house, MEENA)
    await vouches(house, SUNITA)
    await vouches(house, SUNITA)

    assert house.wire.texts_to(MEENA)[-1].startswith("Your word for Sunita stood already")


@pytest.mark.parametrize(
    ("wrote", "more", "answer"),
    [
        (MEENA, {}, "Nobody gives her word for herself."),
        (KAMLA, {}, "Who wrote this message is not a member of the group."),
        (BOT, {}, "A bot wrote this message."),
        (ANONYMOUS, {"sender_chat": people.chat(GROUP)}, "I cannot see who wrote this message."),
        (SUNITA, {"sender_chat": CHANNEL}, "I cannot see who wrote this message."),
    ],
)
async def test_what_is_no_sisters_message_is_refused_in_private(
    house: House, wrote: int | dict[str, Any], more: dict[str, Any], answer: str
) -> None:
    await living_group(house, MEENA)
    await vouches(house, wrote, **more)

    assert house.wire.texts_to(MEENA)[-1].startswith(f"{answer} Nothing was recorded.")
    assert (list(house.said_by_method()), await words(house)) == (
        ["deleteMessage", "sendMessage"],
        0,
    )


async def test_who_has_left_is_given_no_word(house: House) -> None:
    await living_group(house, MEENA, KAMLA)

    def leave(tx: Tx) -> None:
        kamla = persons.person_of(tx, KAMLA)
        assert kamla is not None
        joining.leave(tx, Actor(kamla.person_id), new_id=lambda: "left", at=START)

    await house.database.write(leave)
    await vouches(house, KAMLA)

    assert (house.wire.texts_to(MEENA)[-1].split(".")[0], await words(house)) == (
        "The membership of Kamla rests or has ended",
        0,
    )


async def test_who_has_not_joined_is_told_so_and_learns_nothing_of_the_other(house: House) -> None:
    await living_group(house, MEENA)
    await house.comes(people.message(ASHA, "/start"))
    for wrote in (SUNITA, KAMLA, BOT):
        await vouches(house, wrote, who=ASHA)
        assert house.wire.texts_to(ASHA)[-1].startswith("You are not yet a member of this group.")


async def test_who_never_started_the_bot_gets_a_button_that_names_nobody(house: House) -> None:
    await living_group(house, MEENA)
    await house.comes(people.blocks(MEENA))
    await vouches(house, SUNITA)

    said = house.wire.last_to(GROUP)
    assert (said["text"], await words(house)) == (
        "This is about yourself, so I answer in private.",
        1,
    )


async def test_in_a_topic_the_message_that_opened_it_is_no_answer(house: House) -> None:
    await living_group(house, MEENA)
    await vouches(house, SUNITA, forum_topic_created={"name": "Saving", "icon_color": 1})

    assert (house.wire.texts_to(GROUP)[-1].startswith("<b>For whom"), await words(house)) == (
        True,
        0,
    )


async def test_in_private_an_answer_shows_her_own_board(house: House) -> None:
    await living_group(house, MEENA)
    await house.comes(people.message(MEENA, "/vouch", reply_to_message=answered(BOT)))

    assert house.wire.texts_to(MEENA)[-1].startswith("<b>Your beads: 5 of 5 are free.</b>")
