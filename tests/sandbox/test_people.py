"""What people do (write, tap, follow links), and what the bot sees of it."""

import asyncio

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import BadRequest

from sandbox.driver import Refused, VillageDriver
from tests.sandbox.conftest import (
    FIELD,
    GROUP,
    LEADER,
    MEENA,
    SUNITA,
    Serve,
    Served,
    heard,
    make_bot,
    refusal,
)


async def next_tap(bot: Bot) -> Update:
    """Wait for the next update."""
    (update,) = await bot.get_updates(timeout=5)
    await bot.get_updates(offset=update.update_id + 1)
    return update


async def board(bot: Bot, *, callback_data: str | None = None, url: str | None = None) -> int:
    """Send a message with one button to the group."""
    button = InlineKeyboardButton("Vouch", url=url, callback_data=callback_data)
    keys = InlineKeyboardMarkup([[button]])
    return (await bot.send_message(GROUP, "board", reply_markup=keys)).message_id


async def test_tap_is_answered_by_an_alert(bot: Bot, driver: VillageDriver) -> None:
    number = await board(bot, callback_data="v|1")
    tapping = asyncio.create_task(driver.tap(SUNITA, GROUP, number, "Vouch"))
    update = await next_tap(bot)
    assert update.callback_query is not None
    await update.callback_query.answer("done", show_alert=True)

    assert await tapping == "done"


async def test_tap_carries_who_and_what(bot: Bot, driver: VillageDriver) -> None:
    number = await board(bot, callback_data="v|1")
    tapping = asyncio.create_task(driver.tap(SUNITA, GROUP, number, "v|1"))
    query = (await next_tap(bot)).callback_query
    assert query is not None
    await query.answer()
    await tapping

    assert (query.from_user.id, query.data) == (SUNITA, "v|1")


async def test_only_the_first_answer_counts(bot: Bot, driver: VillageDriver) -> None:
    number = await board(bot, callback_data="v|1")
    tapping = asyncio.create_task(driver.tap(SUNITA, GROUP, number, "Vouch"))
    query = (await next_tap(bot)).callback_query
    assert query is not None
    await query.answer("first")
    await query.answer("second")
    await tapping

    assert await driver.alerts(SUNITA) == ["first"]


async def test_answer_sends_to_the_private_chat(bot: Bot, driver: VillageDriver) -> None:
    number = await board(bot, callback_data="v|1")
    tapping = asyncio.create_task(driver.tap_fully(SUNITA, GROUP, number, "Vouch"))
    query = (await next_tap(bot)).callback_query
    assert query is not None
    await query.answer(url="https://t.me/saakh_practice_bot?start=join_1")

    assert await tapping == {"chat": SUNITA}
    assert (await driver.messages(SUNITA))[-1]["text"] == "/start join_1"


async def test_answer_with_another_link_is_refused(bot: Bot, driver: VillageDriver) -> None:
    number = await board(bot, callback_data="v|1")
    tapping = asyncio.create_task(driver.tap(SUNITA, GROUP, number, "Vouch"))
    query = (await next_tap(bot)).callback_query
    assert query is not None

    with pytest.raises(BadRequest, match="Url_invalid"):
        await query.answer(url="https://example.org/")
    await query.answer()
    await tapping


async def test_unknown_query_is_too_old(served: Served) -> None:
    said = await refusal(served, "answerCallbackQuery", callback_query_id="5", text="x")

    assert said == (
        "Bad Request: query is too old and response timeout expired or query ID is invalid"
    )


async def test_query_is_too_old_after_150_seconds(served: Served, bot: Bot) -> None:
    tap = served.village.taps.begin(SUNITA)
    tap.born -= 151

    said = await refusal(served, "answerCallbackQuery", callback_query_id=tap.id)

    assert said.startswith("Bad Request: query is too old")


async def test_alert_has_at_most_200_letters(served: Served) -> None:
    said = await refusal(served, "answerCallbackQuery", callback_query_id="5", text="x" * 201)

    assert said == "Bad Request: MESSAGE_TOO_LONG"


async def test_client_may_send_any_callback_data(bot: Bot, driver: VillageDriver) -> None:
    number = await board(bot, callback_data="v|1")
    tapping = asyncio.create_task(driver.forge_tap(SUNITA, GROUP, number, "admin|all"))
    query = (await next_tap(bot)).callback_query
    assert query is not None
    await query.answer("no")
    await tapping

    assert query.data == "admin|all"


async def test_deep_link_sends_start_with_its_payload(bot: Bot, driver: VillageDriver) -> None:
    number = await board(bot, url="https://t.me/saakh_practice_bot?start=join_7")

    await driver.tap(SUNITA, GROUP, number, "Vouch")

    (update,) = await heard(bot)
    assert update.message is not None
    assert update.message.text == "/start join_7"


async def test_link_elsewhere_is_shown(bot: Bot, driver: VillageDriver) -> None:
    number = await board(bot, url="https://example.org/help")

    assert await driver.tap(SUNITA, GROUP, number, "Vouch") == "https://example.org/help"


async def test_lost_button_is_named(bot: Bot, driver: VillageDriver) -> None:
    number = await board(bot, callback_data="v|1")

    with pytest.raises(Refused, match="no_such_button"):
        await driver.tap(SUNITA, GROUP, number, "Withdraw")


async def test_deleted_board_cannot_be_tapped(bot: Bot, driver: VillageDriver) -> None:
    number = await board(bot, callback_data="v|1")
    await bot.delete_message(GROUP, number)

    with pytest.raises(Refused, match="message_gone"):
        await driver.tap(SUNITA, GROUP, number, "Vouch")


async def test_outsider_cannot_tap_in_a_group(bot: Bot, driver: VillageDriver) -> None:
    number = await board(bot, callback_data="v|1")

    with pytest.raises(Refused, match="not_there"):
        await driver.tap(FIELD, GROUP, number, "Vouch")


async def test_first_word_in_private_starts_the_bot(serve: Serve) -> None:
    served = await serve(empty=True)
    async with VillageDriver(served.address) as driver, make_bot(served.address) as bot:
        await driver.start_bot(SUNITA, "x")

        assert (await bot.send_message(SUNITA, "welcome")).text == "welcome"


async def test_command_is_marked_as_one(bot: Bot, driver: VillageDriver) -> None:
    await driver.say(SUNITA, None, "/points please")

    (update,) = await heard(bot)

    assert update.message is not None
    assert list(update.message.parse_entities().values()) == ["/points"]


async def test_edited_message_is_told(bot: Bot, driver: VillageDriver) -> None:
    number = await driver.say(SUNITA, GROUP, "20")
    await driver.edit(SUNITA, GROUP, number, "200")

    last = (await heard(bot))[-1]

    assert last.edited_message is not None
    assert last.edited_message.text == "200"


async def test_anonymous_administrator_has_no_name(bot: Bot, driver: VillageDriver) -> None:
    await driver.say(LEADER, GROUP, "/settings", anonymous=True)

    (update,) = await heard(bot)

    assert update.message is not None
    assert update.message.from_user is not None
    assert update.message.sender_chat is not None
    assert (update.message.from_user.id, update.message.sender_chat.id) == (1087968824, GROUP)


async def test_plain_member_cannot_hide_her_name(driver: VillageDriver) -> None:
    with pytest.raises(Refused, match="not_an_administrator"):
        await driver.say(SUNITA, GROUP, "x", anonymous=True)


async def test_administrator_bot_sees_everything(bot: Bot, driver: VillageDriver) -> None:
    await driver.say(SUNITA, GROUP, "good morning")

    assert len(await heard(bot)) == 1


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("good morning", False),
        ("/points", False),
        ("/points@saakh_practice_bot", True),
        ("/points@other_bot", False),
        ("@saakh_practice_bot hello", False),
    ],
)
async def test_plain_member_bot_sees_what_is_meant_for_it(
    bot: Bot, driver: VillageDriver, text: str, seen: bool
) -> None:
    await driver.add_bot(LEADER, GROUP, admin=False)
    await heard(bot)

    await driver.say(SUNITA, GROUP, text)

    assert bool(await heard(bot)) == seen


async def test_plain_member_bot_that_spoke_sees_commands(bot: Bot, driver: VillageDriver) -> None:
    await driver.add_bot(LEADER, GROUP, admin=False)
    await heard(bot)
    await bot.send_message(GROUP, "hello")

    await driver.say(SUNITA, GROUP, "/points")

    assert len(await heard(bot)) == 1


async def test_plain_member_bot_sees_answers_to_it(bot: Bot, driver: VillageDriver) -> None:
    await driver.add_bot(LEADER, GROUP, admin=False)
    await heard(bot)
    sent = await bot.send_message(GROUP, "how much?")

    await driver.say(MEENA, GROUP, "20", reply_to=sent.message_id)

    assert len(await heard(bot)) == 1


async def test_waiting_for_words_tells_what_was_there(driver: VillageDriver) -> None:
    await driver.say(SUNITA, None, "one")

    with pytest.raises(TimeoutError, match="one"):
        await driver.wait_for(SUNITA, None, "two", seconds=0.05)
