"""The webhook, the probe and the counters, and their answers while the database is away."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from groups.messages.acts import inbox, pulse
from groups.messages.effects import say_to_person
from storage.database import Database, open_database
from storage.tx import StorageError
from tests.webapp.world import World, served
from webapp.asking import Front
from webapp.hook import PATH, SECRET_HEADER, hook

SECRET = "s3cret-secret"
pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def lane(update: Mapping[str, Any]) -> int:
    """Return the same lane for all updates of these tests."""
    return len(update) and 1


class Away:
    """A database that cannot be reached, except for calls that it lets through."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def __getattr__(self, name: str) -> Any:
        if name in {"read", "write"}:
            raise StorageError("away")
        return getattr(self._database, name)


@pytest.fixture
def woken() -> list[str]:
    """Return the list of wake-ups of the handlers."""
    return []


@pytest.fixture
async def world(database: Database, woken: list[str]) -> AsyncIterator[World]:
    """Return an empty world, served with the webhook."""
    made = World(database)
    await made.meet("Meena")
    door = hook(SECRET, lane=lane, wake=lambda: woken.append("woken"))
    async with served(made, [door]):
        yield made


async def send(world: World, body: str | bytes, secret: str = SECRET) -> int:
    """Send an update as Telegram does; return the answer's status."""
    headers = {SECRET_HEADER: secret} if secret else {}
    async with world.client.post(world.base + PATH, data=body, headers=headers) as answer:
        return answer.status


async def waiting(world: World) -> int:
    """Return the number of updates that are stored and not yet handled."""
    return len(await world.read(inbox.waiting, 10))


# --- the webhook --------------------------------------------------------------------------------


async def test_an_update_is_stored_before_telegram_is_thanked(
    world: World, woken: list[str]
) -> None:
    status = await send(world, json.dumps({"update_id": 1}))

    assert (status, await waiting(world), woken) == (200, 1, ["woken"])


async def test_an_update_that_comes_twice_is_stored_once(world: World, woken: list[str]) -> None:
    await send(world, json.dumps({"update_id": 1}))
    status = await send(world, json.dumps({"update_id": 1}))

    assert (status, await waiting(world), woken) == (200, 1, ["woken"])


@pytest.mark.parametrize("secret", ["", "other", SECRET + "x", SECRET[:-1], "\xff"])
async def test_whoever_does_not_know_the_secret_is_refused(world: World, secret: str) -> None:
    status = await send(world, json.dumps({"update_id": 1}), secret)

    assert (status, await waiting(world)) == (403, 0)


@pytest.mark.parametrize(
    "body",
    [
        *("", "{", "[]", "1", '{"update_id": "1"}', '{"update_id": true}', '{"update_id": -1}'),
        *('{"update_id": 9223372036854775808}', b'{"update_id": 1, "text": "\xff"}', "[" * 100_000),
    ],
)
async def test_what_cannot_be_read_is_thanked_for_and_dropped(
    world: World, body: str | bytes
) -> None:
    assert (await send(world, body), await waiting(world)) == (200, 0)


async def test_several_come_at_once_and_each_is_stored(world: World, woken: list[str]) -> None:
    numbers = range(1, 41)

    statuses = await asyncio.gather(
        *(send(world, json.dumps({"update_id": number})) for number in numbers)
    )

    rows = await world.read(inbox.waiting, 100)
    assert (set(statuses), [row.update_id for row in rows]) == ({200}, list(numbers))
    assert len(woken) == len(numbers)


async def test_an_update_with_half_a_letter_is_kept_as_it_came(world: World) -> None:
    body = r'{"update_id": 1, "text": "\ud800\u0000"}'

    assert (await send(world, body), await waiting(world)) == (200, 1)


async def test_telegram_is_asked_to_come_again_while_the_database_is_away(world: World) -> None:
    door = hook(SECRET, lane=lane, wake=lambda: None)
    async with served(world, [door], front=_away(world)):
        url, headers = world.base + PATH, {SECRET_HEADER: SECRET}
        async with world.client.post(url, data='{"update_id": 1}', headers=headers) as answer:
            assert (answer.status, answer.headers["Retry-After"]) == (503, "2")


async def test_a_page_says_so_while_the_database_is_away(world: World) -> None:
    token = await world.open("Meena")
    async with served(world, front=_away(world)):
        answer = await world.get("/app/standing", token)

    assert (answer.status, answer.headers["Cache-Control"]) == (503, "no-store")


def _away(world: World) -> Front:
    gone: Any = Away(world.database)
    return replace(world.front(), database=gone)


# --- the probe ----------------------------------------------------------------------------------


async def health(world: World) -> tuple[int, dict[str, Any]]:
    """Return the probe's answer."""
    async with world.client.get(f"{world.base}/healthz") as answer:
        return answer.status, await answer.json()


async def test_a_service_that_ticks_is_well(world: World) -> None:
    await world.write(pulse.ticked, at=world.at)

    assert await health(world) == (
        200,
        {
            "ok": True,
            "database": "ok",
            "telegram": "ok",
            "last_update": None,
            "last_tick": world.at.isoformat(timespec="seconds"),
            "outbox_age_seconds": 0,
            "parked": 0,
            "groups_without_moderator": 0,
        },
    )


async def test_a_group_that_nobody_may_moderate_is_counted_and_is_no_illness(world: World) -> None:
    await world.head("Asha")
    await world.found("Asha", chat_id=-900, admit=False)
    await world.write(pulse.ticked, at=world.at)
    status, report = await health(world)

    assert (status, report["groups_without_moderator"]) == (200, 1)


async def test_a_service_that_has_never_ticked_is_not_well(world: World) -> None:
    assert (await health(world))[0] == 503


async def test_a_service_whose_clock_stands_still_is_not_well(world: World) -> None:
    await world.write(pulse.ticked, at=world.at)
    world.at += timedelta(minutes=10)

    assert (await health(world))[0] == 503


async def test_a_service_whose_messages_wait_is_not_well(world: World) -> None:
    person = world.people["Meena"].person_id
    await world.write(say_to_person, person, "help", {}, at=world.at)
    world.at += timedelta(minutes=11)
    await world.write(pulse.ticked, at=world.at)

    status, report = await health(world)

    assert (status, report["outbox_age_seconds"]) == (503, 660)


async def test_a_service_whose_database_is_gone_says_so(world: World, tmp_path: Path) -> None:
    gone = await open_database(f"sqlite:///{tmp_path / 'gone.db'}")
    await gone.close()
    async with served(world, front=replace(world.front(), database=gone)):
        status, report = await health(world)

    assert (status, report["ok"], set(report)) == (503, False, {"ok", "database", "telegram"})


async def test_a_service_that_telegram_does_not_answer_says_so_and_goes_on(world: World) -> None:
    await world.write(pulse.ticked, at=world.at)
    async with served(world, front=replace(world.front(), hears_telegram=lambda: False)):
        status, report = await health(world)

    assert (status, report["telegram"]) == (200, "does not answer")


# --- the counters -------------------------------------------------------------------------------


async def metrics(world: World, **headers: str) -> int:
    """Return the status of the counters' answer."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    async with world.client.get(f"{world.base}/metrics", headers=named) as answer:
        return answer.status


async def test_the_counters_are_read_on_this_machine(world: World) -> None:
    assert await metrics(world) == 200


async def test_the_counters_are_not_there_for_whoever_comes_through_a_proxy(world: World) -> None:
    assert await metrics(world, X_Forwarded_For="1.2.3.4") == 404


async def test_the_counters_are_read_from_afar_with_their_token(world: World) -> None:
    async with served(world, front=replace(world.front(), metrics_token="t0ken")):
        right = await metrics(world, X_Forwarded_For="1.2.3.4", Authorization="Bearer t0ken")
        wrong = await metrics(world, X_Forwarded_For="1.2.3.4", Authorization="Bearer t0ke")

    assert (right, wrong) == (200, 404)


async def test_a_token_of_nobody_opens_nothing(world: World) -> None:
    assert await metrics(world, X_Forwarded_For="1.2.3.4", Authorization="Bearer ") == 404
