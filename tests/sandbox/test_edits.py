"""The real python-telegram-bot edits, deletes, pins and reacts."""

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Message

from sandbox.driver import VillageDriver
from tests.sandbox.conftest import GROUP, LEADER, MEENA, SUNITA, Served, refusal

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are"
    " exactly the same as a current content and reply markup of the message"
)


async def test_edit_changes_the_message_for_everybody(bot: Bot, driver: VillageDriver) -> None:
    sent = await bot.send_message(GROUP, "before")

    await bot.edit_message_text("after", GROUP, sent.message_id)

    assert (await driver.messages(MEENA, GROUP))[-1]["text"] == "after"


async def test_edit_has_no_limit_of_time(bot: Bot, driver: VillageDriver) -> None:
    sent = await bot.send_message(GROUP, "before")
    await driver.move_clock(days=90)

    edited = await bot.edit_message_text("after", GROUP, sent.message_id)

    assert isinstance(edited, Message)
    assert edited.text == "after"


async def test_edit_that_changes_nothing_is_refused(served: Served, bot: Bot) -> None:
    sent = await bot.send_message(GROUP, "same")

    said = await refusal(
        served, "editMessageText", chat_id=GROUP, message_id=sent.message_id, text="same"
    )

    assert said == NOT_MODIFIED


async def test_keyboard_alone_can_be_taken_away(bot: Bot) -> None:
    keys = InlineKeyboardMarkup([[InlineKeyboardButton("a", callback_data="x")]])
    sent = await bot.send_message(GROUP, "x", reply_markup=keys)

    edited = await bot.edit_message_reply_markup(GROUP, sent.message_id, reply_markup=None)

    assert isinstance(edited, Message)
    assert edited.reply_markup is None


async def test_edit_of_a_lost_message_is_refused(served: Served) -> None:
    said = await refusal(served, "editMessageText", chat_id=GROUP, message_id=9, text="x")

    assert said == "Bad Request: message to edit not found"


async def test_message_of_a_person_cannot_be_edited(served: Served, driver: VillageDriver) -> None:
    theirs = await driver.say(SUNITA, GROUP, "mine")

    said = await refusal(served, "editMessageText", chat_id=GROUP, message_id=theirs, text="x")

    assert said == "Bad Request: message can't be edited"


async def test_deleted_message_is_gone(bot: Bot, driver: VillageDriver) -> None:
    sent = await bot.send_message(GROUP, "x")

    await bot.delete_message(GROUP, sent.message_id)

    assert await driver.messages(SUNITA, GROUP) == []


async def test_message_cannot_be_deleted_twice(served: Served, bot: Bot) -> None:
    sent = await bot.send_message(GROUP, "x")
    await bot.delete_message(GROUP, sent.message_id)

    said = await refusal(served, "deleteMessage", chat_id=GROUP, message_id=sent.message_id)

    assert said == "Bad Request: message to delete not found"


async def test_message_older_than_two_days_cannot_be_deleted(
    served: Served, bot: Bot, driver: VillageDriver
) -> None:
    sent = await bot.send_message(GROUP, "x")
    await driver.move_clock(days=3)

    said = await refusal(served, "deleteMessage", chat_id=GROUP, message_id=sent.message_id)

    assert said == "Bad Request: message can't be deleted"


async def test_administrator_bot_deletes_what_others_wrote(bot: Bot, driver: VillageDriver) -> None:
    theirs = await driver.say(SUNITA, GROUP, "/vouch")

    assert await bot.delete_message(GROUP, theirs)


async def test_plain_member_bot_deletes_only_its_own(served: Served, driver: VillageDriver) -> None:
    await driver.add_bot(LEADER, GROUP, admin=False)
    theirs = await driver.say(SUNITA, GROUP, "hello")

    said = await refusal(served, "deleteMessage", chat_id=GROUP, message_id=theirs)

    assert said == "Bad Request: message can't be deleted"


async def test_many_are_deleted_at_once_and_lost_ones_skipped(
    bot: Bot, driver: VillageDriver
) -> None:
    first = await bot.send_message(GROUP, "a")
    second = await bot.send_message(GROUP, "b")

    await bot.delete_messages(GROUP, [first.message_id, 99, second.message_id])

    assert await driver.messages(SUNITA, GROUP) == []


async def test_pinned_message_stands_on_top(bot: Bot, driver: VillageDriver) -> None:
    sent = await bot.send_message(GROUP, "status")

    await bot.pin_chat_message(GROUP, sent.message_id, disable_notification=True)

    pinned = await driver.pinned(SUNITA, GROUP)
    assert pinned is not None
    assert pinned["message_id"] == sent.message_id


async def test_unpinned_message_is_on_top_no_more(bot: Bot, driver: VillageDriver) -> None:
    sent = await bot.send_message(GROUP, "status")
    await bot.pin_chat_message(GROUP, sent.message_id)

    await bot.unpin_chat_message(GROUP, sent.message_id)

    assert await driver.pinned(SUNITA, GROUP) is None


async def test_all_are_unpinned_at_once(bot: Bot, driver: VillageDriver) -> None:
    for text in ("a", "b"):
        sent = await bot.send_message(GROUP, text)
        await bot.pin_chat_message(GROUP, sent.message_id)

    await bot.unpin_all_chat_messages(GROUP)

    assert await driver.pinned(SUNITA, GROUP) is None


async def test_pin_without_the_right_is_refused(served: Served, driver: VillageDriver) -> None:
    await driver.add_bot(LEADER, GROUP, admin=False)

    said = await refusal(served, "pinChatMessage", chat_id=GROUP, message_id=1)

    assert said == "Bad Request: not enough rights to manage pinned messages in the chat"


@pytest.mark.parametrize(
    ("method", "said"),
    [
        ("pinChatMessage", "message to pin not found"),
        ("unpinChatMessage", "message to unpin not found"),
        ("setMessageReaction", "message to react not found"),
        ("deleteMessage", "message to delete not found"),
    ],
)
async def test_lost_message_is_named(served: Served, method: str, said: str) -> None:
    reason = await refusal(served, method, chat_id=GROUP, message_id=77)

    assert reason == f"Bad Request: {said}"


async def test_bot_reacts(bot: Bot, driver: VillageDriver) -> None:
    theirs = await driver.say(SUNITA, GROUP, "done")

    await bot.set_message_reaction(GROUP, theirs, "👍")

    assert (await driver.messages(SUNITA, GROUP))[-1]["reactions"] == {"4242": ["👍"]}


async def test_unknown_reaction_is_refused(served: Served, driver: VillageDriver) -> None:
    theirs = await driver.say(SUNITA, GROUP, "done")
    reaction = [{"type": "emoji", "emoji": "🧮"}]

    said = await refusal(
        served, "setMessageReaction", chat_id=GROUP, message_id=theirs, reaction=reaction
    )

    assert said == "Bad Request: REACTION_INVALID"
