"""The outbox's sender: it sends due messages at each chat's pace and records how each ended.

A row is marked `sending` durably before it goes over the wire: after a crash we know that it may
have arrived. A receipt of a person's money is sent at most once.
"""

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from groups.founding.acts import founding, refusing_chats
from groups.messages.acts import outbox
from groups.messages.model import DueMessage, Urgency, WaitingMessage
from groups.people.acts import persons as people
from groups.people.model.people import Actor
from handlers import metrics
from handlers.logs import troubled
from handlers.outcomes import BAD_REQUEST, Ended, Outcome
from handlers.pacing import Pace
from handlers.post import Post
from storage.database import Database
from storage.tx import StorageError, Tx

log = logging.getLogger(__name__)

_LOOK_AT_ONCE: Final = 64
_IN_FLIGHT_MAX: Final = 24
_IDLE_SECONDS: Final = 5.0
_TROUBLE_SECONDS: Final = 3.0
_NOT_OURS_SECONDS: Final = 30.0
_DOUBT_SECONDS: Final = 0.2

# How many messages a minute a group's chat keeps free for what is more urgent; its pinned message,
# minutes and ballots take all of them.
_SPARE: Final[Mapping[int, int]] = MappingProxyType({Urgency.NEWS: 2, Urgency.CHAT_ANSWER: 4})


@dataclass(slots=True)
class _Picked:
    """The rows to send now, the chats already looked at, and the seconds until another can go."""

    chats: set[int]
    ready: list[int] = field(default_factory=list)
    wait: float = _IDLE_SECONDS


class OutboxSender:
    """Sends the outbox's messages until it is stopped."""

    def __init__(
        self,
        database: Database,
        post: Post,
        *,
        pace: Pace,
        now: Callable[[], datetime],
        may_date: Callable[[], Awaitable[bool]],
    ) -> None:
        self._database = database
        self._post = post
        self._now = now
        self._may_date = may_date
        self.pace = pace
        self._woken = asyncio.Event()
        self._flying: dict[int, asyncio.Task[None]] = {}  # by chat
        self._task: asyncio.Task[None] | None = None
        self._looks = 0
        self._is_looking = False

    def wake(self) -> None:
        """Look again: a message was written into the outbox."""
        self._woken.set()

    async def start(self) -> None:
        """Resolve the rows that an earlier process left half sent, then begin to send."""
        await self._database.write(outbox.recover, at=self._now())
        self._task = asyncio.create_task(self._run(), name="outbox")

    async def stop(self) -> None:
        """Finish the messages on the wire; other messages wait for the next start.

        A look under way ends first: a row that was taken and not sent would stay doubtful for ever.
        """
        while self._is_looking:  # noqa: ASYNC110 - takes one write at most
            await asyncio.sleep(0.005)
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await asyncio.gather(*self._flying.values(), return_exceptions=True)

    async def idle(self) -> None:
        """Return when no due message waits; for tests."""
        # Ask the database first: rows taken up while it answers show in `_flying` or `_is_looking`.
        while await self._waits() or self._flying or self._is_looking:  # noqa: ASYNC110 - a row
            await asyncio.sleep(0.005)

    async def _waits(self) -> bool:
        return bool(await self._database.read(outbox.queue, self._now(), limit=1))

    async def _run(self) -> None:
        while True:
            await self.pace.bot_may_speak()
            if not await self._may_date():  # by a wrong clock, what is to wait would go or stay
                await asyncio.sleep(_DOUBT_SECONDS)
                continue
            self._woken.clear()
            self._is_looking = True
            try:
                wait = await self._send_what_is_due()
            except Exception as error:  # noqa: BLE001 - the sender must survive any error
                troubled(log, "the outbox cannot be read: %s", type(error).__name__)
                wait = _TROUBLE_SECONDS
            finally:
                self._is_looking = False
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._woken.wait()

    async def _send_what_is_due(self) -> float:
        """Take up all messages that may go now; return the seconds until another can go."""
        now = time.monotonic()
        picked = _Picked(set(self._flying))
        after: DueMessage | None = None
        while self._has_room(picked):
            queue = await self._database.read(outbox.queue, self._now(), _LOOK_AT_ONCE, after=after)
            self._pick(queue, picked, now)
            if len(queue) < _LOOK_AT_ONCE:
                break
            after = queue[-1]  # all these chats must wait, or have one on the wire
        if picked.ready:
            for message in await self._database.write(outbox.take, picked.ready):
                self._fly(message)
        self._looks += 1
        if self._looks % 1000 == 0:
            self.pace.forget_idle(now)
        return picked.wait

    def _has_room(self, picked: _Picked) -> bool:
        """Whether one more message may be in flight; each one that ends wakes the sender."""
        return len(self._flying) + len(picked.ready) < _IN_FLIGHT_MAX

    def _pick(self, queue: Sequence[DueMessage], picked: _Picked, now: float) -> None:
        """Pick the first message of each chat that may get a message now."""
        for row in queue:
            if row.chat_id in picked.chats:
                continue
            if not self._has_room(picked):
                return
            picked.chats.add(row.chat_id)
            spare = _SPARE.get(row.urgency, 0) if row.chat_id < 0 else 0
            ready_at = self.pace.ready_at(row.chat_id, now, spare=spare)
            if ready_at > now:
                picked.wait = min(picked.wait, ready_at - now)
                continue
            self.pace.spend(row.chat_id, now)
            picked.ready.append(row.n)

    def _fly(self, message: WaitingMessage) -> None:
        task = asyncio.create_task(self._deliver(message), name=f"outbox {message.n}")
        self._flying[message.chat_id] = task

    async def _deliver(self, message: WaitingMessage) -> None:
        at = self._now()  # the clock was believed just now; while the message flies it may be set
        try:
            result = await self._post.deliver(message)
            metrics.SENT.labels(result.outcome.value).inc()
            await self._settle_at_last(message, result, at)
        finally:
            self._flying.pop(message.chat_id, None)
            self._woken.set()

    async def _settle_at_last(self, message: WaitingMessage, result: Ended, at: datetime) -> None:
        self._slow_down(message, result)
        while True:
            try:
                return await self._database.write(
                    keep_outcome, message, result, at=at, wait=_wait(message, result)
                )
            except StorageError as error:
                troubled(log, "message %d cannot be settled: %s", message.n, type(error).__name__)
                await asyncio.sleep(_TROUBLE_SECONDS)

    def _slow_down(self, message: WaitingMessage, result: Ended) -> None:
        now = time.monotonic()
        if result.outcome is Outcome.LATER:
            self.pace.pause(message.chat_id, _with_jitter(result.retry_after), now)
        elif result.outcome is Outcome.NOT_OURS:
            troubled(log, "Telegram refuses the token or sees another bot: %s", result.code)
            self.pace.pause_bot(_NOT_OURS_SECONDS, now)
        elif result.outcome is Outcome.NEVER_SENT:
            self.pace.pause_bot(min(2.0**message.tries, 15.0), now)


def keep_outcome(
    tx: Tx, message: WaitingMessage, result: Ended, *, at: datetime, wait: timedelta
) -> None:
    """Record in the outbox how a message ended, with all that follows from it."""
    match result.outcome:
        case Outcome.DONE | Outcome.SAME:
            outbox.sent(tx, message, result.message_id, at=at)
        case Outcome.UNREACHABLE:
            _unreachable(tx, message, result, at=at)
        case Outcome.REFUSED | Outcome.GONE | Outcome.NO_THREAD | Outcome.NO_RIGHTS:
            _refused(tx, message, result, at=at)
        case Outcome.MOVED:
            founding.chat_moved(tx, message.chat_id, result.new_chat_id, at=at)
            outbox.retry(tx, message, result.code, not_before=at)
        case Outcome.LATER:
            outbox.hold_back(tx, message, result.code, not_before=at + wait)
        case Outcome.NEVER_SENT | Outcome.NOT_OURS:
            outbox.retry(tx, message, result.code, not_before=at + wait)
        case Outcome.UNKNOWN | Outcome.NOT_TAKEN:
            outbox.maybe_arrived(tx, message, result.code, at=at, not_before=at + wait)


def _refused(tx: Tx, message: WaitingMessage, result: Ended, *, at: datetime) -> None:
    """Keep what a group's chat refuses and tell its office-bearers; what we cannot render fails."""
    if result.outcome is Outcome.REFUSED and result.code != BAD_REQUEST:
        outbox.failed(tx, message, result.code, at=at)
    elif outbox.refused(tx, message, result.code, at=at) and message.group_id is not None:
        refusing_chats.chat_refuses(tx, message.group_id, at=at)


def _unreachable(tx: Tx, message: WaitingMessage, result: Ended, *, at: datetime) -> None:
    outbox.unreachable(tx, message, result.code, at=at)
    if message.person_id is not None:
        people.reached(tx, Actor(message.person_id), reachable=False)
    elif message.group_id is not None:
        chat_id = message.chat_id
        founding.bot_rights(tx, chat_id, "gone", can_pin=False, can_delete=False, at=at)


def _wait(message: WaitingMessage, result: Ended) -> timedelta:
    if result.outcome is Outcome.LATER:
        return timedelta(seconds=result.retry_after)
    return timedelta(seconds=_with_jitter(min(2.0**message.tries, 60.0)))


def _with_jitter(seconds: float) -> float:
    return seconds + random.random() * 0.5  # noqa: S311 - spreads retries, protects nothing
