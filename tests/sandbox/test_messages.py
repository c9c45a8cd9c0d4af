"""The real python-telegram-bot sends, edits, deletes, pins and reacts."""

from datetime import timedelta

import pytest
from telegram import (
    Bot,
    CopyTextButton,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    ReplyParameters,
    WebAppInfo,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken

from sandbox.driver import VillageDriver
from sandbox.settings import PracticeChat
from tests.sandbox.conftest import FIELD, GROUP, LEADER, SUNITA, Serve, Served, make_bot, refusal

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are"
    " exactly the same as a current content and reply markup of the message"
)


def keyboard(*buttons: InlineKeyboardButton) -> InlineKeyboardMarkup:
    """One row of buttons."""
    return InlineKeyboardMarkup([buttons])


async def test_message_arrives_with_its_entities(bot: Bot, driver: VillageDriver) -> None:
    await bot.send_message(SUNITA, "<b>Hi</b>", parse_mode=ParseMode.HTML)

    (message,) = await driver.messages(SUNITA)

    assert message["text"] == "Hi"
    assert message["entities"] == [{"type": "bold", "offset": 0, "length": 2}]


async def test_message_carries_the_village_time(
    served: Served, bot: Bot, driver: VillageDriver
) -> None:
    later = await driver.move_clock(days=7)

    sent = await bot.send_message(SUNITA, "a week later")

    assert abs(sent.date - later) < timedelta(seconds=5)


async def test_message_answers_another(bot: Bot, driver: VillageDriver) -> None:
    asked = await driver.say(SUNITA, GROUP, "what is my standing?")

    sent = await bot.send_message(GROUP, "see", reply_parameters=ReplyParameters(asked))

    assert sent.reply_to_message is not None
    assert sent.reply_to_message.text == "what is my standing?"


async def test_answer_to_a_lost_message_is_refused(served: Served) -> None:
    said = await refusal(
        served, "sendMessage", chat_id=GROUP, text="x", reply_parameters={"message_id": 99}
    )

    assert said == "Bad Request: message to be replied not found"


async def test_answer_to_a_lost_message_may_be_sent_without_it(bot: Bot) -> None:
    lenient = ReplyParameters(99, allow_sending_without_reply=True)

    assert (await bot.send_message(GROUP, "x", reply_parameters=lenient)).reply_to_message is None


@pytest.mark.parametrize(
    ("chat", "text", "said"),
    [
        (SUNITA, "", "Bad Request: message text is empty"),
        (SUNITA, "  \n ", "Bad Request: message text is empty"),
        (SUNITA, "x" * 4097, "Bad Request: message is too long"),
        (SUNITA, "😀" * 2049, "Bad Request: message is too long"),
        (999, "x", "Bad Request: chat not found"),
        ("@nobody", "x", "Bad Request: chat not found"),
        ("", "x", "Bad Request: chat_id is empty"),
    ],
)
async def test_bad_message_is_refused(served: Served, chat: object, text: str, said: str) -> None:
    assert await refusal(served, "sendMessage", chat_id=chat, text=text) == said


async def test_text_of_full_length_is_sent(bot: Bot) -> None:
    sent = await bot.send_message(SUNITA, "स" * 4096)

    assert len(sent.text or "") == 4096


async def test_markdown_is_not_offered(served: Served) -> None:
    said = await refusal(served, "sendMessage", chat_id=SUNITA, text="*x*", parse_mode="MarkdownV2")

    assert said == "Bad Request: unsupported parse_mode"


async def test_keyboard_of_every_kind_is_kept_in_private(bot: Bot) -> None:
    app = WebAppInfo("http://127.0.0.1:8081/app?p=1")
    keys = keyboard(
        InlineKeyboardButton("a", callback_data="v|1"),
        InlineKeyboardButton("b", url="https://t.me/saakh_practice_bot?start=x"),
        InlineKeyboardButton("c", web_app=app),
        InlineKeyboardButton("d", copy_text=CopyTextButton("word")),
    )

    sent = await bot.send_message(SUNITA, "x", reply_markup=keys)

    assert sent.reply_markup == keys


async def test_mini_app_button_is_refused_in_a_group(bot: Bot) -> None:
    keys = keyboard(InlineKeyboardButton("c", web_app=WebAppInfo("https://example.org/app")))

    with pytest.raises(BadRequest, match="Button_type_invalid"):
        await bot.send_message(GROUP, "x", reply_markup=keys)


@pytest.mark.parametrize(
    ("button", "said"),
    [
        ({"text": "x", "callback_data": "क" * 22}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "callback_data": ""}, "BUTTON_DATA_INVALID"),
        (
            {"text": "x"},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"text": "x", "url": "nowhere"},
            "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL",
        ),
        (
            {"text": "x", "web_app": {"url": "http://example.org/"}},
            (
                "inline keyboard button Web App URL 'http://example.org/' is invalid:"
                " Only HTTPS links are allowed"
            ),
        ),
        ({"text": "x", "copy_text": {"text": "w" * 257}}, "BUTTON_COPY_TEXT_INVALID"),
        (
            {"callback_data": "x"},
            'can\'t parse inline keyboard button: Field "text" must be of type String',
        ),
    ],
)
async def test_bad_button_is_refused(served: Served, button: dict[str, object], said: str) -> None:
    markup = {"inline_keyboard": [[button]]}

    reason = await refusal(served, "sendMessage", chat_id=SUNITA, text="x", reply_markup=markup)

    assert reason == f"Bad Request: {said}"


async def test_too_many_buttons_are_refused(served: Served) -> None:
    rows = [[{"text": "x", "callback_data": "x"}] * 8] * 13

    said = await refusal(
        served, "sendMessage", chat_id=SUNITA, text="x", reply_markup={"inline_keyboard": rows}
    )

    assert said == "Bad Request: REPLY_MARKUP_TOO_LONG"


async def test_force_reply_is_shown_to_the_client_only(bot: Bot, driver: VillageDriver) -> None:
    sent = await bot.send_message(GROUP, "how much?", reply_markup=ForceReply(selective=True))

    prompt = (await driver.messages(SUNITA, GROUP))[-1]["prompt"]

    assert (sent.reply_markup, prompt) == (None, {"force_reply": True, "selective": True})


async def test_stranger_cannot_be_written_to(serve: Serve) -> None:
    served = await serve(empty=True)

    said = await refusal(served, "sendMessage", chat_id=FIELD, text="x")

    assert said == "Forbidden: bot can't initiate conversation with a user"


async def test_who_blocked_the_bot_cannot_be_written_to(bot: Bot, driver: VillageDriver) -> None:
    await driver.block_bot(SUNITA)

    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(SUNITA, "x")


async def test_deleted_account_cannot_be_written_to(bot: Bot, driver: VillageDriver) -> None:
    await driver.deactivate(SUNITA)

    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(SUNITA, "x")


async def test_bot_thrown_out_cannot_write(bot: Bot, driver: VillageDriver) -> None:
    await driver.remove_bot(LEADER, GROUP)

    with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
        await bot.send_message(GROUP, "x")


async def test_bot_that_left_cannot_write(bot: Bot) -> None:
    await bot.leave_chat(GROUP)

    with pytest.raises(Forbidden, match="bot is not a member of the supergroup chat"):
        await bot.send_message(GROUP, "x")


async def test_group_that_moved_names_its_new_id(serve: Serve) -> None:
    served, old = await small_group(serve)
    async with VillageDriver(served.address) as driver:
        new = await driver.migrate(old)
    async with make_bot(served.address) as bot:
        with pytest.raises(ChatMigrated) as moved:
            await bot.send_message(old, "x")

    assert moved.value.new_chat_id == new


async def small_group(serve: Serve) -> tuple[Served, int]:
    """A village with a basic group."""
    served = await serve(groups=(PracticeChat(-500, "Small", (LEADER, SUNITA)),))
    return served, -500


async def test_wrong_token_is_unauthorized(served: Served) -> None:
    with pytest.raises(InvalidToken):
        async with Bot("4242:other", base_url=f"{served.address}/bot"):
            pass


async def test_unknown_method_is_not_found(served: Served) -> None:
    assert await refusal(served, "sendGift") == "Not Found: method not found"


async def test_broken_json_is_refused(served: Served) -> None:
    said = await refusal(served, "sendMessage", chat_id=SUNITA, text="x", reply_markup="{")

    assert said == "Bad Request: can't parse reply_markup: Can't parse JSON object"
