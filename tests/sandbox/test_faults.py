"""The real python-telegram-bot meets the faults that a test ordered."""

import pytest
from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from sandbox.driver import Refused, VillageDriver
from tests.sandbox.conftest import GROUP, LEADER, MEENA, SUNITA, Serve, make_bot


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("too_many_requests", RetryAfter),
        ("server_error", NetworkError),
        ("bad_gateway", NetworkError),
        ("blocked", Forbidden),
        ("never_started", Forbidden),
        ("deactivated", Forbidden),
        ("kicked", Forbidden),
        ("not_a_member", Forbidden),
        ("migrated", ChatMigrated),
        ("drop_before", NetworkError),
        ("drop_after", NetworkError),
        ("broken_json", TelegramError),
    ],
)
async def test_trouble_is_met_once(
    bot: Bot, driver: VillageDriver, kind: str, error: type[TelegramError]
) -> None:
    await driver.order_fault(kind, to_chat_id=-1009)

    with pytest.raises(error):
        await bot.send_message(SUNITA, "first")
    assert (await bot.send_message(SUNITA, "second")).text == "second"


async def test_call_dropped_before_is_not_done(bot: Bot, driver: VillageDriver) -> None:
    await driver.order_fault("drop_before")

    with pytest.raises(NetworkError):
        await bot.send_message(SUNITA, "x")
    assert await driver.messages(SUNITA) == []


async def test_call_dropped_after_is_done(bot: Bot, driver: VillageDriver) -> None:
    await driver.order_fault("drop_after")

    with pytest.raises(NetworkError):
        await bot.send_message(SUNITA, "x")
    assert [it["text"] for it in await driver.messages(SUNITA)] == ["x"]


async def test_late_answer_is_done_all_the_same(bot: Bot, driver: VillageDriver) -> None:
    await driver.order_fault("delay", seconds=1)

    with pytest.raises(TimedOut):
        await bot.send_message(SUNITA, "x", read_timeout=0.2)
    assert [it["text"] for it in await driver.messages(SUNITA)] == ["x"]


async def test_trouble_of_one_chat_leaves_others_alone(bot: Bot, driver: VillageDriver) -> None:
    await driver.order_fault("too_many_requests", chat_id=GROUP, seconds=7)
    await bot.send_message(SUNITA, "x")

    with pytest.raises(RetryAfter, match="Retry in 7 seconds"):
        await bot.send_message(GROUP, "x")


async def test_trouble_of_one_method_leaves_others_alone(bot: Bot, driver: VillageDriver) -> None:
    await driver.order_fault("server_error", method="editMessageText")

    assert (await bot.send_message(SUNITA, "x")).text == "x"


async def test_poll_meets_a_conflict(bot: Bot, driver: VillageDriver) -> None:
    await driver.order_fault("conflict")

    with pytest.raises(Conflict):
        await bot.get_updates()


async def test_update_comes_twice(bot: Bot, driver: VillageDriver) -> None:
    await driver.order_fault("duplicate_update")
    await driver.say(SUNITA, None, "x")

    first, second = await bot.get_updates()

    assert first.update_id == second.update_id


async def test_updates_come_out_of_order(bot: Bot, driver: VillageDriver) -> None:
    await driver.order_fault("out_of_order_update")
    await driver.say(SUNITA, None, "one")
    await driver.say(MEENA, None, "two")

    first, second = await bot.get_updates()

    assert first.update_id > second.update_id


async def test_troubles_can_be_called_off(bot: Bot, driver: VillageDriver) -> None:
    await driver.order_fault("server_error", times=9)
    await driver.clear_faults()

    assert (await bot.send_message(SUNITA, "x")).text == "x"


async def test_unknown_trouble_is_refused(driver: VillageDriver) -> None:
    with pytest.raises(Refused, match="unknown_fault"):
        await driver.order_fault("earthquake")


async def test_group_takes_twenty_messages_a_minute(serve: Serve) -> None:
    served = await serve()
    async with make_bot(served.address) as bot:
        for number in range(20):
            await bot.send_message(GROUP, f"{number}")

        with pytest.raises(RetryAfter):
            await bot.send_message(GROUP, "one too many")


async def test_private_chats_are_not_counted(serve: Serve) -> None:
    served = await serve()
    async with make_bot(served.address) as bot:
        for number in range(25):
            await bot.send_message(LEADER, f"{number}")

        assert (await bot.send_message(GROUP, "x")).text == "x"


async def test_edits_are_counted_for_themselves(serve: Serve) -> None:
    served = await serve()
    async with make_bot(served.address) as bot:
        sent = await bot.send_message(GROUP, "x")
        for number in range(20):
            await bot.edit_message_text(f"{number}", GROUP, sent.message_id)

        with pytest.raises(RetryAfter):
            await bot.edit_message_text("one too many", GROUP, sent.message_id)


async def test_refused_message_is_not_counted(serve: Serve) -> None:
    served = await serve()
    async with make_bot(served.address) as bot:
        for _ in range(25):
            with pytest.raises(BadRequest):
                await bot.send_message(GROUP, "<b>", parse_mode="HTML")

        assert (await bot.send_message(GROUP, "x")).text == "x"


async def test_limit_can_be_switched_off(serve: Serve) -> None:
    served = await serve()
    async with make_bot(served.address) as bot, VillageDriver(served.address) as driver:
        await driver.limit_groups(on=False)
        for number in range(21):
            await bot.send_message(GROUP, f"{number}")

        assert len(await driver.messages(LEADER, GROUP)) == 21
