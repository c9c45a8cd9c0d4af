"""The operator's route: only a caller with the bot's token may have updates tried again."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from aiohttp.test_utils import TestClient, TestServer
from aiohttp.web import Application, Request

from groups.messages.acts import clock_work, inbox
from storage.database import Database
from webapp.asking import Front
from webapp.operator import (
    ACCEPT_PATH,
    CLOCK_PATH,
    DROP_PATH,
    PATH,
    operator_door,
    operator_key,
)
from webapp.server import make_web

TOKEN = "4242:a-token"
AT = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)


@pytest.fixture
def accepted() -> list[str]:
    """Return a list that gets a word each time the clock is accepted."""
    return []


@pytest.fixture
def dropped() -> list[int]:
    """Return a list that gets the number of each update that is put away."""
    return []


@pytest.fixture
def doubts() -> list[str]:
    """Return a list that is empty while the clock is believed."""
    return []


@pytest.fixture
async def door(
    database: Database, accepted: list[str], dropped: list[int], doubts: list[str]
) -> AsyncIterator[TestClient[Request, Application]]:
    """Return the route's client, over a database with two parked updates."""
    await database.write(inbox.store, [(11, 7, "{}"), (12, 7, "{}")], at=AT)
    for number in (11, 12) * inbox.TRIES_MAX:
        await database.write(inbox.broke, number, "KeyError", at=AT)

    async def may_date() -> bool:
        return not doubts

    front = Front(
        database=database,
        now=lambda: AT,
        new_id=lambda: "id",
        bot_token=TOKEN,
        bot_username="bot",
        public_url="http://127.0.0.1",
        may_date=may_date,
    )

    async def accept() -> None:
        accepted.append("yes")

    async def drop(update_id: int) -> bool | None:
        dropped.append(update_id)
        return True

    operators = operator_door(TOKEN, wake=lambda: None, accept_clock=accept, drop=drop)
    app = make_web(front, [operators])
    async with TestClient(TestServer(app)) as client:
        yield client


async def test_whoever_has_another_token_finds_no_door(
    door: TestClient[Request, Application],
    database: Database,
) -> None:
    statuses = [
        (await door.post(PATH, headers={"Authorization": f"Bearer {key}"})).status
        for key in (operator_key("4242:another"), "", "ä")
    ]

    assert (statuses, len(await database.read(inbox.parked))) == ([404] * 3, 2)


@pytest.mark.parametrize(
    ("number", "status", "left"), [("11", 200, 1), ("", 200, 0), ("x", 400, 2)]
)
async def test_the_operator_has_one_tried_again_or_all(
    door: TestClient[Request, Application],
    database: Database,
    number: str,
    status: int,
    left: int,
) -> None:
    key = {"Authorization": f"Bearer {operator_key(TOKEN)}"}

    answer = await door.post(PATH, headers=key, params={"update_id": number})

    assert (answer.status, len(await database.read(inbox.parked))) == (status, left)


@pytest.mark.parametrize(("key", "status", "due"), [(TOKEN, 200, 0), ("4242:another", 404, 1)])
async def test_the_operator_has_the_clocks_steps_tried_again(
    door: TestClient[Request, Application],
    database: Database,
    key: str,
    status: int,
    due: int,
) -> None:
    await database.write(clock_work.put_aside, "interest", "g1", "KeyError", at=AT)

    headers = {"Authorization": f"Bearer {operator_key(key)}"}
    answer = await door.post(CLOCK_PATH, headers=headers)

    (parked,) = await database.read(clock_work.parked)
    assert (answer.status, int(parked.again_at > 0)) == (status, due)


@pytest.mark.parametrize(("key", "status"), [(TOKEN, 200), ("4242:another", 404), ("", 404)])
async def test_the_clock_is_accepted_by_the_operator_alone(
    door: TestClient[Request, Application], accepted: list[str], key: str, status: int
) -> None:
    headers = {"Authorization": f"Bearer {operator_key(key)}"}
    answer = await door.post(ACCEPT_PATH, headers=headers)

    assert (answer.status, accepted) == (status, ["yes"] if status == 200 else [])


@pytest.mark.parametrize(
    ("key", "number", "status", "asked"),
    [
        (TOKEN, "11", 200, [11]),
        (TOKEN, "", 400, []),
        (TOKEN, "x", 400, []),
        ("4242:another", "11", 404, []),
    ],
)
async def test_the_operator_alone_puts_an_update_away(
    door: TestClient[Request, Application],
    dropped: list[int],
    key: str,
    number: str,
    status: int,
    asked: list[int],
) -> None:
    headers = {"Authorization": f"Bearer {operator_key(key)}"}

    answer = await door.post(DROP_PATH, headers=headers, params={"update_id": number})

    assert (answer.status, dropped) == (status, asked)
    if status == 200:
        assert await answer.json() == {"dropped": 1, "told": True}


async def test_nothing_is_put_away_by_a_clock_that_is_not_believed(
    door: TestClient[Request, Application], dropped: list[int], doubts: list[str]
) -> None:
    doubts.append("wrong")
    headers = {"Authorization": f"Bearer {operator_key(TOKEN)}"}

    answer = await door.post(DROP_PATH, headers=headers, params={"update_id": "11"})

    assert (answer.status, dropped) == (409, [])
