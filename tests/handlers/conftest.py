"""A real service on a real database, with a fake wire."""

import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from groups.charter.acts import register_charter
from handlers.pacing import Limits
from handlers.service import TelegramService, make_bot
from handlers.settings import TelegramSettings
from storage.database import Database
from tests.handlers import people
from tests.handlers.wire import Wire

CHARTER = Path(__file__).parent.parent.parent / "groups" / "charter.toml"
QUICK = Limits(chat_burst=1000, group_per_minute=1000, bot_per_second=1000)
START = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)  # a Monday


@dataclass
class House:
    """The service, its wire, its database and its clock."""

    service: TelegramService
    wire: Wire
    database: Database
    times: dict[str, datetime] = field(default_factory=lambda: {"now": START})

    async def comes(self, *updates: people.Json) -> None:
        """Receive updates one after another; carry out and answer each."""
        for update in updates:
            await self.service.receive(update)
            await self.service.idle()
            await self.service.status.idle()

    def later(self, **span: float) -> None:
        """Move the clock on."""
        self.times["now"] += timedelta(**span)

    async def presses(self, who: int, words: str, where: int | None = None) -> None:
        """Let a person tap the newest button with these words in a chat."""
        data = self.wire.button(where or who, words)
        await self.comes(people.tap(who, data, where))

    def said_by_method(self) -> dict[str, list[str]]:
        """Return the texts of all calls since the mark, by method."""
        said: dict[str, list[str]] = {}
        for call in self.wire.calls[self.wire.mark :]:
            said.setdefault(call.method, []).append(call.params.get("text", ""))
        return said

    @property
    def alerts(self) -> list[str]:
        """Return the texts of the answers to taps."""
        return [call.get("text", "") for call in self.wire.of("answerCallbackQuery")]


MakeHouse = Callable[..., Awaitable[House]]


@pytest.fixture
async def make_house(database: Database) -> AsyncIterator[MakeHouse]:
    """Make a service with the given settings changed; stop all services at the end."""
    houses: list[House] = []
    charter = await database.write(register_charter, CHARTER.read_text(), START)

    async def make(limits: Limits = QUICK, **more: Any) -> House:
        numbers = itertools.count(1)
        wire, times = Wire(), {"now": START}
        wire.in_chat_as[people.SUNITA] = people.CREATOR
        usual: dict[str, Any] = {
            "token": "4242:practice-token",
            "charter": charter,
            "api_url": "http://127.0.0.1:9",
            "public_url": "https://saakh.example.org",
        }
        service = make_bot(
            TelegramSettings(**{**usual, **more}),
            database,
            now=lambda: times["now"],
            new_id=lambda: _id(next(numbers)),
            limits=limits,
            request=wire,
            updates_request=wire,
        )
        wire.tell_time = lambda: service.trust.heard(times["now"])
        await service.start()
        houses.append(House(service, wire, database, times))
        return houses[-1]

    yield make
    for house in houses:
        await house.service.stop()


@pytest.fixture
async def house(make_house: MakeHouse) -> House:
    """The usual service: without facilitators, so groups begin at once."""
    return await make_house()


def _id(number: int) -> str:
    letters = "abcdefghijklmnopqrstuvwxyz234567"
    text = ""
    while number:
        number, at = divmod(number, 32)
        text = letters[at] + text
    return text.rjust(10, "a")
