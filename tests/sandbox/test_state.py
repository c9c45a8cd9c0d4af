"""The village keeps its state over a restart, and starts new when it is asked to."""

from datetime import timedelta
from pathlib import Path

import pytest
from telegram import Bot, BotCommand

from sandbox.clock import MovableClock, real_time
from sandbox.driver import VillageDriver
from sandbox.server import make_village
from sandbox.settings import VillageSettings
from tests.sandbox.conftest import (
    GROUP,
    LEADER,
    SUNITA,
    Serve,
    Served,
    call,
    heard,
    make_bot,
    settings,
)


async def restarted(serve: Serve, served: Served, path: Path, **more: object) -> Served:
    """The same village after a stop and a start."""
    await served.server.close()
    return await serve(state_path=path, limits=False, **more)


async def test_messages_and_pins_survive(serve: Serve, state_path: Path) -> None:
    served = await serve(state_path=state_path)
    async with make_bot(served.address) as bot:
        sent = await bot.send_message(GROUP, "status")
        await bot.pin_chat_message(GROUP, sent.message_id)
    served = await restarted(serve, served, state_path)

    async with VillageDriver(served.address) as driver:
        pinned = await driver.pinned(SUNITA, GROUP)
    assert pinned is not None
    assert pinned["text"] == "status"


async def test_waiting_updates_survive_and_their_ids_grow(serve: Serve, state_path: Path) -> None:
    served = await serve(state_path=state_path)
    async with VillageDriver(served.address) as driver:
        await driver.say(SUNITA, None, "before")
    served = await restarted(serve, served, state_path)

    async with VillageDriver(served.address) as driver, make_bot(served.address) as bot:
        await driver.say(SUNITA, None, "after")
        first, second = await bot.get_updates()
    assert first.update_id < second.update_id


async def test_moved_clock_survives(serve: Serve, state_path: Path) -> None:
    served = await serve(state_path=state_path)
    async with VillageDriver(served.address) as driver:
        await driver.move_clock(days=7)
    clock = MovableClock()

    await restarted(serve, served, state_path, clock=clock)

    assert clock.now() - real_time() > timedelta(days=6)


async def test_commands_and_kinds_survive(serve: Serve, state_path: Path) -> None:
    served = await serve(state_path=state_path)
    async with make_bot(served.address) as bot:
        await bot.set_my_commands([BotCommand("points", "x")])
        await bot.get_updates(allowed_updates=["message"])
    served = await restarted(serve, served, state_path)

    async with make_bot(served.address) as bot:
        assert len(await bot.get_my_commands()) == 1
        assert (await bot.get_webhook_info()).allowed_updates == ("message",)


async def test_files_survive(serve: Serve, state_path: Path) -> None:
    served = await serve(state_path=state_path)
    async with make_bot(served.address) as bot:
        sent = await bot.send_document(SUNITA, b"book", filename="a.txt")
    served = await restarted(serve, served, state_path)
    assert sent.document is not None

    async with make_bot(served.address) as bot:
        file = await bot.get_file(sent.document.file_id)
        assert bytes(await file.download_as_bytearray()) == b"book"


def test_broken_state_is_named(state_path: Path) -> None:
    state_path.write_text("{", encoding="utf-8")

    with pytest.raises(ValueError, match=r"village\.json does not hold a village"):
        make_village(settings(state_path=state_path))


async def test_new_start_forgets_chats_and_time(served: Served, driver: VillageDriver) -> None:
    await driver.say(SUNITA, GROUP, "old")
    await driver.move_clock(days=7)

    await driver.start_over()

    assert await driver.messages(SUNITA, GROUP) == []
    assert await driver.now() - real_time() < timedelta(minutes=1)


async def test_new_start_does_not_give_update_ids_twice(bot: Bot, driver: VillageDriver) -> None:
    await driver.say(SUNITA, None, "old")
    (old,) = await heard(bot)
    await driver.start_over()
    await driver.say(SUNITA, None, "new")

    (new,) = await heard(bot)

    assert new.update_id > old.update_id


async def test_empty_start_takes_the_bot_out_of_the_group(bot: Bot, driver: VillageDriver) -> None:
    await driver.start_over(empty=True)

    assert (await driver.conversation(LEADER, GROUP))["bot"] == "left"


async def test_new_start_is_told(serve: Serve) -> None:
    calls: list[tuple[bool, str]] = []

    async def start_over(empty: bool, language: str) -> None:
        calls.append((empty, language))

    served = await serve(on_start_over=start_over)
    async with VillageDriver(served.address) as driver:
        await driver.start_over(empty=True)

    assert calls == [(True, "en")]


async def test_clock_move_is_told(serve: Serve) -> None:
    calls: list[str] = []

    async def moved() -> None:
        calls.append("moved")

    served = await serve(on_clock_moved=moved)
    async with VillageDriver(served.address) as driver:
        await driver.move_clock(days=1)

    assert calls == ["moved"]


async def test_clock_leaps_to_the_next_meeting(serve: Serve) -> None:
    coming = real_time() + timedelta(days=3)

    async def next_meeting() -> object:
        return coming

    served = await serve(next_meeting=next_meeting)
    async with VillageDriver(served.address) as driver:
        now = await driver.move_clock(leap="meeting")

    assert now - coming < timedelta(seconds=5)


def test_bot_id_stands_in_the_token() -> None:
    made = VillageSettings(token="77:x", people=(), groups=(), web_app_url="http://x/app")

    assert made.bot_id == 77


async def test_answer_to_get_me_is_bare_json(served: Served) -> None:
    assert (await call(served, "getMe"))["result"]["id"] == 4242
