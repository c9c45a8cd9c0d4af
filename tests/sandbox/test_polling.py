"""getUpdates, as the real server answers it."""

import asyncio
import time

import pytest
from telegram import Bot
from telegram.error import Conflict

from sandbox.driver import VillageDriver
from tests.sandbox.conftest import MEENA, SUNITA, Served, call, make_bot, refusal

OTHER_POLL = (
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is"
    " running"
)


async def test_updates_stay_until_they_are_confirmed(bot: Bot, driver: VillageDriver) -> None:
    await driver.say(SUNITA, None, "x")

    first, second = await bot.get_updates(), await bot.get_updates()

    assert [it.update_id for it in first] == [it.update_id for it in second]


async def test_higher_offset_confirms(bot: Bot, driver: VillageDriver) -> None:
    await driver.say(SUNITA, None, "one")
    await driver.say(SUNITA, None, "two")
    first, second = await bot.get_updates()

    rest = await bot.get_updates(offset=second.update_id)

    assert (second.update_id, [it.update_id for it in rest]) == (
        first.update_id + 1,
        [second.update_id],
    )


async def test_negative_offset_keeps_only_the_last(bot: Bot, driver: VillageDriver) -> None:
    for text in ("one", "two", "three"):
        await driver.say(SUNITA, None, text)

    await bot.get_updates(offset=-1)

    assert len(await bot.get_updates()) == 1


async def test_limit_is_kept(bot: Bot, driver: VillageDriver) -> None:
    for text in ("one", "two", "three"):
        await driver.say(SUNITA, None, text)

    assert len(await bot.get_updates(limit=2)) == 2


async def until_it_waits(served: Served) -> None:
    """Wait until a getUpdates call is waiting."""
    async with asyncio.timeout(30):
        while served.village.polling._asker is None:  # noqa: ASYNC110 - no event announces it
            await asyncio.sleep(0.005)


async def test_waiting_asker_gets_an_update_at_once(
    served: Served, bot: Bot, driver: VillageDriver
) -> None:
    asking = asyncio.create_task(bot.get_updates(timeout=20))
    await until_it_waits(served)
    began = time.monotonic()
    await driver.say(MEENA, None, "x")

    assert len(await asking) == 1
    assert time.monotonic() - began < 1


async def test_newer_asker_ends_the_older(served: Served, bot: Bot) -> None:
    async with make_bot(served.address) as second:
        older = asyncio.create_task(bot.get_updates(timeout=20))
        await until_it_waits(served)
        newer = asyncio.create_task(second.get_updates(offset=1, timeout=0))

        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await older
        assert await newer == ()


async def test_conflict_has_the_words_of_the_server(served: Served) -> None:
    older = asyncio.create_task(refusal(served, "getUpdates", offset=1, timeout=20))
    await until_it_waits(served)
    await call(served, "getUpdates", offset=2)

    assert await older == OTHER_POLL


async def test_same_offset_again_waits(served: Served) -> None:
    await call(served, "getUpdates", offset=1)
    began = time.monotonic()

    await call(served, "getUpdates", offset=1)

    assert time.monotonic() - began > 2.5


async def test_webhook_forbids_polling(served: Served, bot: Bot) -> None:
    await bot.set_webhook("http://127.0.0.1:9/hook")

    said = await refusal(served, "getUpdates")

    assert said == (
        "Conflict: can't use getUpdates method while webhook is active;"
        " use deleteWebhook to delete the webhook first"
    )


async def test_kinds_asked_for_once_stay(bot: Bot, driver: VillageDriver) -> None:
    await bot.get_updates(allowed_updates=["callback_query"])
    await driver.say(SUNITA, None, "x")

    assert await bot.get_updates(offset=1) == ()


async def test_empty_list_of_kinds_means_the_usual(bot: Bot, driver: VillageDriver) -> None:
    await bot.get_updates(allowed_updates=["callback_query"])
    await bot.get_updates(offset=1, allowed_updates=[])
    await driver.say(SUNITA, None, "x")

    assert len(await bot.get_updates(offset=2)) == 1


async def test_old_updates_are_dropped(served: Served, bot: Bot, driver: VillageDriver) -> None:
    await driver.say(SUNITA, None, "x")
    for update in served.village.updates.waiting.values():
        update.born -= 86_401

    assert await bot.get_updates() == ()


async def test_wrong_limit_is_refused(served: Served) -> None:
    assert (
        await refusal(served, "getUpdates", limit="many") == "Bad Request: invalid limit specified"
    )
