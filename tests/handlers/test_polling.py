"""Updates are confirmed to Telegram only after they are stored."""

import asyncio

import pytest

from groups.messages.store import inbox as store
from handlers import desk, polling
from storage.tx import DiskFull
from tests.handlers import people
from tests.handlers.conftest import House
from tests.handlers.people import SUNITA
from tests.handlers.wire import refused


async def until_asked(house: House, offset: int | None) -> None:
    """Wait until the bot asks for updates from this offset."""
    async with asyncio.timeout(30):
        while offset not in house.wire.offsets:  # noqa: ASYNC110 - the wire gives no signal
            await asyncio.sleep(0.005)


async def test_a_webhook_is_taken_away_and_what_waits_is_kept(house: House) -> None:
    await house.service.start_polling()

    assert house.wire.of("deleteWebhook") == [{"drop_pending_updates": False}]


async def test_the_next_request_confirms_what_is_stored(house: House) -> None:
    update = people.message(SUNITA, "/help")
    await house.service.start_polling()

    house.wire.updates.append([update])
    await until_asked(house, update["update_id"] + 1)

    waiting = await house.database.read(
        lambda tx: tx.value(
            "SELECT COUNT(*) FROM inbox WHERE update_id = :id", id=update["update_id"]
        )
    )
    assert waiting == 1


async def test_what_cannot_be_stored_is_not_confirmed(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise DiskFull("no room")

    monkeypatch.setattr(desk, "_TROUBLE_WAIT", 0.01)
    monkeypatch.setattr(store, "insert_update", full)
    await house.service.start_polling()
    house.wire.updates.append([people.message(SUNITA, "/help")])
    await asyncio.sleep(0.2)

    assert house.wire.offsets == [None]


async def test_it_is_stored_as_soon_as_there_is_room(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise DiskFull("no room")

    update = people.message(SUNITA, "/help")
    monkeypatch.setattr(desk, "_TROUBLE_WAIT", 0.01)
    with monkeypatch.context() as disk:
        disk.setattr(store, "insert_update", full)
        await house.service.start_polling()
        house.wire.updates.append([update])
        await asyncio.sleep(0.1)

    await until_asked(house, update["update_id"] + 1)
    await house.service.idle()
    assert len(house.wire.texts_to(SUNITA)) == 1


async def test_a_server_that_fails_is_asked_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "_WAIT_MAX", 0.01)
    house.wire.when("deleteWebhook", refused(404, "Not Found: method not found"))
    await house.service.start_polling()
    update = people.message(SUNITA, "/help")

    house.wire.updates.append([update])

    await until_asked(house, update["update_id"] + 1)


async def test_what_is_no_update_is_left_out(house: House) -> None:
    update = people.message(SUNITA, "/help")
    await house.service.start_polling()

    house.wire.updates.append([{"nothing": 1}, update])

    await until_asked(house, update["update_id"] + 1)


async def test_the_kinds_of_updates_are_named_at_every_webhook(
    house: House,
) -> None:
    await house.service.set_webhook()

    assert house.wire.of("setWebhook")[0]["allowed_updates"] == [
        "message",
        "callback_query",
        "my_chat_member",
        "chat_member",
    ]
