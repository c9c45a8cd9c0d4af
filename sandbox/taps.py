"""Taps that wait for the bot's answer, and the answers that each person got."""

import asyncio
import secrets
import time
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field

from sandbox.updates import TAP_SECONDS
from sandbox.world import Json

ALERTS_KEPT = 50


@dataclass(frozen=True, slots=True)
class CallbackAnswer:
    """The bot's answer to a tap."""

    text: str = ""
    show_alert: bool = False
    url: str = ""


@dataclass(slots=True)
class SentTap:
    """A tap on a button with callback data."""

    id: str
    person: int
    born: float = field(default_factory=time.monotonic)
    answer: CallbackAnswer | None = None
    answered: asyncio.Event = field(default_factory=asyncio.Event)


class Taps:
    """Taps by their query id; a tap can be answered for 150 seconds of real time."""

    def __init__(self) -> None:
        self._waiting: dict[str, SentTap] = {}
        self._alerts: defaultdict[int, list[CallbackAnswer]] = defaultdict(list)

    def begin(self, person: int) -> SentTap:
        """Begin a tap of a person."""
        self._drop_old()
        tap = SentTap(str(secrets.randbits(62)), person)
        self._waiting[tap.id] = tap
        return tap

    def answer(self, query_id: str, answer: CallbackAnswer) -> bool:
        """Give a tap its first answer, ignore later ones; False for an old or unknown tap."""
        self._drop_old()
        tap = self._waiting.get(query_id)
        if tap is None:
            return False
        if tap.answer is None:
            tap.answer = answer
            tap.answered.set()
            if answer.text:
                self._alerts[tap.person] = [*self._alerts[tap.person], answer][-ALERTS_KEPT:]
        return True

    async def wait(self, tap: SentTap, *, seconds: float) -> CallbackAnswer | None:
        """The answer; None when it did not come in time."""
        with suppress(TimeoutError):
            await asyncio.wait_for(tap.answered.wait(), seconds)
        return tap.answer

    def alerts(self, person: int) -> list[Json]:
        """The answers with words that a person got, oldest first."""
        return [{"text": it.text, "show_alert": it.show_alert} for it in self._alerts[person]]

    def clear(self) -> None:
        """Forget all taps and answers."""
        for tap in self._waiting.values():
            tap.answered.set()
        self._waiting.clear()
        self._alerts.clear()

    def _drop_old(self) -> None:
        now = time.monotonic()
        for old in [it.id for it in self._waiting.values() if now - it.born > TAP_SECONDS]:
            del self._waiting[old]
