"""Members of a chat, and what the bot is told of their changes."""

import pytest
from telegram import Bot, Chat, ChatMember, Update
from telegram.error import BadRequest

from sandbox.driver import Refused, VillageDriver
from sandbox.settings import PracticeChat
from tests.sandbox.conftest import (
    FIELD,
    GROUP,
    LEADER,
    MEENA,
    SUNITA,
    TOKEN,
    Serve,
    Served,
    heard,
    make_bot,
    refusal,
)

BOT = int(TOKEN.partition(":")[0])
EVERYTHING = list(Update.ALL_TYPES)


async def test_first_member_owns_the_group(bot: Bot) -> None:
    member = await bot.get_chat_member(GROUP, LEADER)

    assert member.status == ChatMember.OWNER


async def test_who_never_came_is_left(bot: Bot) -> None:
    member = await bot.get_chat_member(GROUP, FIELD)

    assert member.status == ChatMember.LEFT


async def test_unknown_user_is_refused(served: Served) -> None:
    said = await refusal(served, "getChatMember", chat_id=GROUP, user_id=9)

    assert said == "Bad Request: user not found"


async def test_administrators_are_the_owner_and_the_bot(bot: Bot) -> None:
    administrators = await bot.get_chat_administrators(GROUP)

    assert [it.user.id for it in administrators] == [LEADER, BOT]


async def test_count_includes_the_bot(bot: Bot) -> None:
    assert await bot.get_chat_member_count(GROUP) == 4


async def test_private_chat_has_no_administrators(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="There are no administrators in the private chat"):
        await bot.get_chat_administrators(SUNITA)


async def test_chat_tells_its_kind_and_name(bot: Bot) -> None:
    chat = await bot.get_chat(GROUP)

    assert (chat.type, chat.title) == (Chat.SUPERGROUP, "Ujala")


async def test_invite_link_needs_the_right(served: Served, driver: VillageDriver) -> None:
    await driver.add_bot(LEADER, GROUP, admin=False)

    said = await refusal(served, "createChatInviteLink", chat_id=GROUP)

    assert said == "Bad Request: not enough rights to manage chat invite link"


async def test_administrator_bot_makes_an_invite_link(bot: Bot) -> None:
    made = await bot.create_chat_invite_link(GROUP)

    assert made.invite_link.startswith("https://t.me/+")


async def test_bot_hears_that_it_was_added(serve: Serve) -> None:
    served = await serve(empty=True)
    async with VillageDriver(served.address) as driver, make_bot(served.address) as bot:
        await driver.add_bot(LEADER, GROUP)
        changes = [it.my_chat_member for it in await heard(bot) if it.my_chat_member]

    assert [(it.old_chat_member.status, it.new_chat_member.status) for it in changes] == [
        (ChatMember.LEFT, ChatMember.ADMINISTRATOR)
    ]


async def test_plain_member_cannot_add_the_bot_as_administrator(serve: Serve) -> None:
    served = await serve(empty=True)
    async with VillageDriver(served.address) as driver:
        with pytest.raises(Refused, match="not_an_administrator"):
            await driver.add_bot(MEENA, GROUP)


async def test_link_adds_the_bot_with_rights_and_a_payload(serve: Serve) -> None:
    served = await serve(empty=True)
    url = "https://t.me/saakh_practice_bot?startgroup=setup&admin=pin_messages+delete_messages"
    async with VillageDriver(served.address) as driver, make_bot(served.address) as bot:
        await driver.follow(LEADER, None, url)
        texts = [it.message.text for it in await heard(bot) if it.message and it.message.text]

    assert texts == ["/start@saakh_practice_bot setup"]


async def test_bot_hears_that_it_was_thrown_out(bot: Bot, driver: VillageDriver) -> None:
    await driver.remove_bot(LEADER, GROUP)

    (update,) = await heard(bot)

    assert update.my_chat_member is not None
    assert update.my_chat_member.new_chat_member.status == ChatMember.BANNED


async def test_bot_hears_who_comes_and_goes_if_it_asked(bot: Bot, driver: VillageDriver) -> None:
    await heard(bot, EVERYTHING)
    await driver.join(FIELD, GROUP)
    await driver.leave(FIELD, GROUP)

    changes = [it.chat_member for it in await heard(bot) if it.chat_member]

    assert [it.new_chat_member.status for it in changes] == [ChatMember.MEMBER, ChatMember.LEFT]


async def test_bot_does_not_hear_of_members_unasked(bot: Bot, driver: VillageDriver) -> None:
    await driver.join(FIELD, GROUP)

    assert [it.chat_member for it in await heard(bot)] == [None]


async def test_promotion_is_told(bot: Bot, driver: VillageDriver) -> None:
    await heard(bot, EVERYTHING)

    await driver.promote(MEENA, GROUP, by=LEADER)

    (update,) = await heard(bot)
    assert update.chat_member is not None
    assert update.chat_member.new_chat_member.status == ChatMember.ADMINISTRATOR


async def test_block_and_unblock_are_told(bot: Bot, driver: VillageDriver) -> None:
    await driver.block_bot(SUNITA)
    await driver.start_bot(SUNITA)

    first, second, third = await heard(bot)

    assert first.my_chat_member is not None
    assert second.my_chat_member is not None
    assert third.message is not None
    assert [
        first.my_chat_member.new_chat_member.status,
        second.my_chat_member.new_chat_member.status,
        third.message.text,
    ] == [ChatMember.BANNED, ChatMember.MEMBER, "/start"]


async def test_reaction_is_told_to_an_administrator_that_asked(
    bot: Bot, driver: VillageDriver
) -> None:
    await heard(bot, EVERYTHING)
    sent = await bot.send_message(GROUP, "x")
    await driver.react(SUNITA, GROUP, sent.message_id, "👍")

    (update,) = await heard(bot)

    assert update.message_reaction is not None
    assert update.message_reaction.user is not None
    assert update.message_reaction.user.id == SUNITA


async def test_migration_is_told_in_both_chats(serve: Serve) -> None:
    served = await serve(groups=(PracticeChat(-500, "Small", (LEADER, SUNITA)),))
    async with VillageDriver(served.address) as driver, make_bot(served.address) as bot:
        new = await driver.migrate(-500)
        old, fresh = [it.message for it in await heard(bot)]

    assert old is not None
    assert fresh is not None
    assert (old.migrate_to_chat_id, fresh.migrate_from_chat_id) == (new, -500)


async def test_message_ids_start_anew_after_a_migration(serve: Serve) -> None:
    served = await serve(groups=(PracticeChat(-500, "Small", (LEADER, SUNITA)),))
    async with VillageDriver(served.address) as driver:
        await driver.say(SUNITA, -500, "a")
        await driver.say(SUNITA, -500, "b")
        new = await driver.migrate(-500)

        assert [it["message_id"] for it in await driver.messages(SUNITA, new)] == [1]
