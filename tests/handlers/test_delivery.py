"""Updates that do not come although Telegram has them are seen, whatever the way they come."""

import asyncio
import json
import time
from datetime import timedelta
from typing import Any

import pytest

from groups.messages.acts import inbox
from groups.messages.model import Delivery
from handlers import delivery as watching
from handlers.delivery import PENDING_MAX, DeliveryWatch
from tests.handlers.conftest import START, House
from tests.handlers.wire import Trouble, refused
from tests.journeys.place import GEETA, free_port, place

URL = "https://saakh.example.org/telegram"
FAILED = int(time.time())
WHY = "SSL error {error:0A000086:SSL routines::certificate verify failed}"


def watch_of(house: House, url: str = URL) -> DeliveryWatch:
    return DeliveryWatch(house.service.application.bot, house.database, url=url)


async def looked(house: House, watch: DeliveryWatch, **answer: Any) -> Delivery:
    """Let Telegram answer so, and return what the watch makes of it."""
    body = {"ok": True, "result": {"url": URL, "pending_update_count": 0, **answer}}
    house.wire.when("getWebhookInfo", Trouble(body=json.dumps(body).encode()))
    await watch.look()
    return watch.delivery


async def comes(house: House, number: int) -> None:
    at = START + timedelta(seconds=number)
    await house.database.write(inbox.store, [(number, 7, "{}")], at=at)


async def test_a_webhook_that_telegram_cannot_reach_is_seen_at_once(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    failing = {"pending_update_count": 3, "last_error_date": FAILED, "last_error_message": WHY}

    delivery = await looked(house, watch_of(house), **failing)

    assert (delivery.is_stuck, delivery.pending, delivery.last_error) == (True, 3, WHY)
    assert "updates do not come: 3 wait at Telegram" in caplog.text


async def test_updates_that_wait_without_an_error_are_seen_the_second_time(house: House) -> None:
    watch = watch_of(house)
    stuck = [(await looked(house, watch, pending_update_count=3)).is_stuck for _ in range(2)]

    assert stuck == [False, True]


async def test_what_waits_while_other_updates_come_is_only_late(house: House) -> None:
    watch = watch_of(house)
    stuck = []
    for number in range(1, 4):
        await comes(house, number)
        late = {"pending_update_count": 9, "last_error_date": FAILED}
        stuck.append((await looked(house, watch, **late)).is_stuck)

    assert stuck == [False] * 3


async def test_what_came_while_the_clock_was_ahead_hides_nothing_that_comes(house: House) -> None:
    await comes(house, 365 * 86_400)
    watch = watch_of(house)
    stuck = []
    for number in (1, 2, 3):
        await house.database.write(
            inbox.store, [(366 * 86_400 + number, 7, "{}")], at=START + timedelta(seconds=number)
        )
        stuck.append((await looked(house, watch, pending_update_count=3)).is_stuck)

    assert stuck == [False] * 3


async def test_very_many_that_wait_are_seen_though_some_come(house: House) -> None:
    watch = watch_of(house)
    await comes(house, 1)

    assert (await looked(house, watch, pending_update_count=PENDING_MAX)).is_stuck


async def test_it_is_well_again_when_nothing_waits(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    watch = watch_of(house)
    await looked(house, watch, pending_update_count=3, last_error_date=FAILED)
    delivery = await looked(house, watch, last_error_date=FAILED)

    assert (delivery.is_stuck, delivery.pending) == (False, 0)
    assert "updates come again" in caplog.text


@pytest.mark.parametrize("url", ["", "https://other.example.org/telegram"])
async def test_a_webhook_that_another_has_set_is_seen(house: House, url: str) -> None:
    assert (await looked(house, watch_of(house), url=url)).is_elsewhere


async def test_a_webhook_that_is_set_while_we_poll_is_seen(house: House) -> None:
    assert (await looked(house, watch_of(house, url=""))).is_elsewhere


@pytest.mark.parametrize(
    "odd",
    [
        {"pending_update_count": "many", "last_error_date": None, "last_error_message": None},
        {"pending_update_count": -1, "last_error_date": 2**70, "last_error_message": ["a"]},
        {"pending_update_count": True, "last_error_date": True, "url": URL},
    ],
)
async def test_an_odd_answer_breaks_nothing(house: House, odd: dict[str, Any]) -> None:
    delivery = await looked(house, watch_of(house), **odd)

    assert (delivery.pending, delivery.last_error_at, delivery.is_stuck) == (0, None, False)


async def test_a_server_that_does_not_know_webhooks_changes_nothing(house: House) -> None:
    watch = watch_of(house)
    before = await looked(house, watch, pending_update_count=3, last_error_date=FAILED)
    house.wire.when("getWebhookInfo", refused(404, "Not Found: method not found"))
    await watch.look()
    house.wire.when("getWebhookInfo", Trouble(body=b'{"ok": true, "result": []}'))
    await watch.look()

    assert watch.delivery == before


async def test_the_probe_is_red_while_the_way_of_the_webhook_is_broken(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "_FIRST_SECONDS", 0.3)
    monkeypatch.setattr(watching, "_AGAIN_SECONDS", 0.3)
    nowhere, port = f"http://127.0.0.1:{free_port()}", free_port()
    more = {"WEBHOOK_SECRET": "a-secret", "PUBLIC_URL": nowhere, "WEB_PORT": str(port)}
    async with place(database_url, more) as here:
        await here.people.start_bot(GEETA)
        while not here.service.delivery.is_stuck:  # noqa: ASYNC110 - no event tells it
            await asyncio.sleep(0.05)
        async with here.http.get(f"http://127.0.0.1:{port}/healthz") as answer:
            status, report = answer.status, await answer.json()

    assert (status, report["updates"]) == (503, "do not come")
    assert "Connection failed" in report["last_delivery_error"]
