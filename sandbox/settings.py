"""The people of the practice village, and what `bot.py` passes to it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Self

from sandbox.clock import MovableClock


@dataclass(frozen=True, slots=True)
class Villager:
    """A person of the village; `kind` is leader, member, shared or facilitator."""

    telegram_id: int
    name: str
    language: str
    kind: str = "member"
    phone: bool = True
    username: str | None = None
    also_used_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PracticeChat:
    """A group chat; an id that begins with -100 is a supergroup. The first member created it."""

    chat_id: int
    title: str
    members: tuple[int, ...]


async def _nothing() -> None:
    """Do nothing after a move of the clock."""


async def _nothing_begins(_empty: bool, _language: str) -> None:  # noqa: FBT001 - as it is called
    """Do nothing at a new start."""


@dataclass(frozen=True, slots=True)
class TourDeeds:
    """The steps of the tour that are done, and the account of who was vouched for last."""

    done: frozenset[str] = frozenset()
    vouched_for: int | None = None


async def _nothing_done() -> TourDeeds:
    """Know of no deed: the tour ticks what the page itself sees."""
    return TourDeeds()


@dataclass(frozen=True, slots=True)
class VillageSettings:
    """Everything that the village is made of.

    `next_meeting` and `next_scoring` return the time to which the clock moves; LookupError means
    that there is no group yet. `on_start_over` is awaited after the chats are new and the clock
    shows the real time again; it is told whether the village begins empty, and its language.
    `deeds` tells what was done, by the books. `speaking` returns the same village in another
    language; without it there is only this one.
    """

    token: str
    people: tuple[Villager, ...]
    groups: tuple[PracticeChat, ...]
    web_app_url: str
    clock: MovableClock = field(default_factory=MovableClock)
    state_path: Path | None = None
    bot_username: str = "saakh_practice_bot"
    bot_name: str = "Saakh"
    language: str = "en"
    webapp_name: str | None = None
    empty: bool = False
    time_zone: str = "Asia/Kolkata"
    limits: bool = True
    retry_seconds: float = 1.0
    on_clock_moved: Callable[[], Awaitable[None]] = _nothing
    on_start_over: Callable[[bool, str], Awaitable[None]] = _nothing_begins
    next_meeting: Callable[[], Awaitable[datetime]] | None = None
    next_scoring: Callable[[], Awaitable[datetime]] | None = None
    speaking: Callable[[str], Self] | None = None
    deeds: Callable[[], Awaitable[TourDeeds]] = _nothing_done

    @property
    def bot_id(self) -> int:
        """The bot's Telegram id: the first part of its token."""
        return int(self.token.partition(":")[0])

    def in_language(self, language: str) -> Self:
        """The village with its people's names, their phones and its chats in a language."""
        if language == self.language or self.speaking is None:
            return self
        return self.speaking(language)
