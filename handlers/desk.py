"""The inbox's worker: it stores updates and carries them out, in order within a lane.

Several lanes run at once. An update leaves the inbox in the transaction of its effect, so a crash
loses nothing and repeats nothing. An update that is not stored is not confirmed to Telegram.
"""

import asyncio
import json
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from groups.messages.acts import inbox
from groups.messages.model import WaitingUpdate
from handlers import metrics
from handlers.apply import AppliedUpdate, apply, reference, tell_broken
from handlers.lanes import lane_of, update_id
from handlers.logs import troubled
from handlers.raw_incoming import incoming_from_raw
from handlers.turn import Answer, Chosen, Incoming
from storage.database import Database
from storage.tx import TROUBLE, StorageError, Tx
from texts.languages import pick_language

Choose = Callable[[dict[str, Any]], Awaitable[tuple[Incoming, Chosen | None]]]
AnswerTap = Callable[[Incoming, Answer, str], Coroutine[Any, Any, None]]

IN_HAND_MAX: Final = 400
_LOOK_MAX: Final = 300
_LOOK_SECONDS: Final = 10.0  # look also without a wake-up: another door may have stored an update
_WAITS: Final = (0.2, 0.5, 1.0, 2.0)
_TROUBLE_WAIT: Final = 2.0
_PATIENCE: Final = 3.0  # seconds; a phone waits a few seconds for the answer to a tap
_ANSWERS_AT_ONCE: Final = 8

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Work:
    """An update that is stored and waits for its turn."""

    update_id: int
    lane: int
    update: dict[str, Any]
    tries: int = 0


class Desk:
    """Takes updates in and carries them out; `choose` parses an update and picks its act."""

    def __init__(
        self,
        database: Database,
        *,
        choose: Choose,
        answer: AnswerTap,
        said: Callable[[], None],
        now: Callable[[], datetime],
        new_id: Callable[[], str],
        may_date: Callable[[], Awaitable[bool]],
        dated: Callable[[datetime], None],
    ) -> None:
        self._database = database
        self._choose = choose
        self._answer = answer
        self._said = said
        self._now = now
        self._new_id = new_id
        self._may_date = may_date
        self._dated = dated
        self._lanes: dict[int, deque[Work]] = {}
        self._in_hand: set[int] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._answering: set[asyncio.Task[None]] = set()
        self._few = asyncio.Semaphore(_ANSWERS_AT_ONCE)
        self._woken = asyncio.Event()
        self._room = asyncio.Event()
        self._looking: asyncio.Task[None] | None = None
        self._stopping = False
        self._is_behind = True  # the inbox may hold older updates that are not in hand
        self._trouble_since = 0.0
        self._told: set[int | None] = set()

    # --- taking in ------------------------------------------------------------------------------

    async def store(self, updates: Sequence[dict[str, Any]]) -> None:
        """Store updates durably and take them up; StorageError if they are not stored."""
        rows = [(update_id(it) or 0, lane_of(it), _packed(it)) for it in updates]
        new = set(await self._database.write(_store, rows, at=self._now()))
        self._all_stored()
        metrics.UPDATES_STORED.inc(len(new))
        if self._is_behind:
            self._woken.set()  # the next look takes them up, after the older updates of their lanes
            return
        for (number, lane, _), update in zip(rows, updates, strict=True):
            if number in new:
                self._take(Work(number, lane, update))

    async def keep(self, updates: Sequence[dict[str, Any]]) -> None:
        """Store updates, trying until they are stored; then wait until there is room for more."""
        while True:
            try:
                await self.store(updates)
                break
            except StorageError as error:
                troubled(log, "updates cannot be stored: %s, trying again", type(error).__name__)
                for update in updates:
                    self.not_stored(update)
                await asyncio.sleep(_TROUBLE_WAIT)
        while len(self._in_hand) >= IN_HAND_MAX and not self._stopping:
            await self._wait_for_room()

    def wake(self) -> None:
        """Look into the inbox: another door has stored an update."""
        self._all_stored()
        self._woken.set()

    def not_stored(self, update: Mapping[str, Any]) -> None:
        """Tell the person who tapped that nothing is recorded yet, if the trouble lasts.

        Telegram keeps her update and sends it again.
        """
        now = time.monotonic()
        self._trouble_since = self._trouble_since or now
        number = update_id(update)
        lasts = now - self._trouble_since >= _PATIENCE
        if lasts and number not in self._told and "callback_query" in update:
            self._told.add(number)
            task = asyncio.create_task(self._tell_not_yet(dict(update)), name="not yet")
            self._answering.add(task)
            task.add_done_callback(self._answering.discard)

    def _all_stored(self) -> None:
        self._trouble_since = 0.0
        self._told.clear()

    # --- life -----------------------------------------------------------------------------------

    async def start(self) -> None:
        """Take up the updates left in the inbox, then new ones."""
        self._stopping = False
        self._is_behind = True
        self._woken.set()
        self._looking = asyncio.create_task(self._look_again_and_again(), name="inbox")

    async def stop(self) -> None:
        """Finish the updates that are being carried out; other updates stay in the inbox."""
        self._stopping = True
        self._room.set()
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.gather(self._looking, return_exceptions=True)
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*self._answering, return_exceptions=True)

    async def idle(self) -> None:
        """Return when no update waits or is in hand; for tests and orderly stops."""
        while self._tasks or self._answering or self._will_look():
            await asyncio.gather(*self._tasks, *self._answering, return_exceptions=True)
            await asyncio.sleep(0)

    def _will_look(self) -> bool:
        is_looking = self._looking is not None and not self._looking.done()
        return is_looking and (self._is_behind or self._woken.is_set())

    async def _look_again_and_again(self) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(_LOOK_SECONDS):
                    await self._woken.wait()
            self._woken.clear()
            try:
                await self._look()
            except Exception as error:  # noqa: BLE001 - the desk must survive any error
                troubled(log, "the inbox cannot be read: %s", type(error).__name__)
                await asyncio.sleep(_TROUBLE_WAIT)
                self._woken.set()

    async def _look(self) -> None:
        rows, parked = await self._database.read(_waiting_and_parked, _LOOK_MAX)
        metrics.UPDATES_PARKED_NOW.set(parked)
        for row in rows:
            if row.update_id not in self._in_hand:
                self._take(Work(row.update_id, row.lane, json.loads(row.body)))
        # Updates stored since the rows were read have set `_woken`: the next look takes them up.
        self._is_behind = len(rows) == _LOOK_MAX or self._woken.is_set()
        if len(rows) == _LOOK_MAX and not self._stopping:
            await self._wait_for_room()
            self._woken.set()

    async def _wait_for_room(self) -> None:
        self._room.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(_TROUBLE_WAIT):
                await self._room.wait()

    def _take(self, work: Work) -> None:
        if work.update_id in self._in_hand or self._stopping:
            return
        self._in_hand.add(work.update_id)
        metrics.UPDATES_IN_HAND.set(len(self._in_hand))
        queue = self._lanes.get(work.lane)
        if queue is not None:
            queue.append(work)
            return
        self._lanes[work.lane] = queue = deque((work,))
        task = asyncio.create_task(self._run_lane(work.lane, queue), name=f"lane {work.lane}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # --- carrying out ---------------------------------------------------------------------------

    async def _run_lane(self, lane: int, queue: deque[Work]) -> None:
        while queue and not self._stopping:
            work = queue[0]
            is_over = await self._carry_out(work)
            queue.popleft()
            if is_over:
                self._in_hand.discard(work.update_id)
                self._room.set()
            else:
                self._put_aside(work)
        metrics.UPDATES_IN_HAND.set(len(self._in_hand))
        del self._lanes[lane]

    def _put_aside(self, work: Work) -> None:
        """Let what broke come again after a pause; its lane goes on meanwhile."""
        task = asyncio.create_task(self._come_again(work), name=f"again {work.update_id}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _come_again(self, work: Work) -> None:
        await asyncio.sleep(_WAITS[min(work.tries, len(_WAITS) - 1)])
        self._in_hand.discard(work.update_id)
        self._take(replace(work, tries=work.tries + 1))

    async def _carry_out(self, work: Work) -> bool:
        """Carry it out; False when it broke and has to come again."""
        while not self._stopping:
            try:
                if await self._carry_out_once(work):
                    return True
            except TROUBLE as trouble:
                troubled(log, "the database takes nothing: %s", type(trouble).__name__)
            except Exception as error:  # noqa: BLE001 - whatever it was, the others go on
                return await self._broke(work, error)
            await asyncio.sleep(_TROUBLE_WAIT)
        return True

    async def _carry_out_once(self, work: Work) -> bool:
        """Carry it out; False, and nothing is done, while the clock is not believed."""
        if not await self._may_date():
            return False
        began = time.perf_counter()
        incoming, chosen = await self._choose(work.update)
        if not await self._may_date():  # to choose may have taken seconds
            return False
        at = self._now()
        applied = await self._database.write(apply, incoming, chosen, new_id=self._new_id, at=at)
        self._dated(at)
        metrics.APPLY_SECONDS.observe(time.perf_counter() - began)
        metrics.UPDATES_APPLIED.labels(applied.outcome).inc()
        self._after_commit(incoming, applied)
        return True

    def _after_commit(self, incoming: Incoming, applied: AppliedUpdate) -> None:
        if applied.outcome in ("done", "refused"):
            self._said()
        if incoming.query_id or applied.answer.deletes:
            self._answer_soon(incoming, applied.answer, applied.language)

    def _answer_soon(self, incoming: Incoming, answer: Answer, language: str) -> None:
        task = asyncio.create_task(self._answer_in_turn(incoming, answer, language), name="answer")
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)

    async def _answer_in_turn(self, incoming: Incoming, answer: Answer, language: str) -> None:
        """Answer a few taps at a time: a call costs more than an act, and acts go first."""
        async with self._few:
            await self._answer(incoming, answer, language)

    # --- when it breaks -------------------------------------------------------------------------

    async def _broke(self, work: Work, error: Exception) -> bool:
        """Count a failed attempt; True if the update is now parked, and its person told."""
        name = type(error).__name__
        troubled(log, "update %d broke: %s", work.update_id, name)
        log.debug("update %d", work.update_id, exc_info=error)
        metrics.UPDATES_BROKEN.inc()
        try:
            is_parked = await self._database.write(
                inbox.broke, work.update_id, error_type=name, at=self._now()
            )
        except StorageError as trouble:
            troubled(log, "the break cannot be counted: %s", type(trouble).__name__)
            return False
        if is_parked:
            metrics.UPDATES_PARKED.inc()
            self._woken.set()  # the next look counts what is parked
            await self._tell_parked(work)
        return is_parked

    async def _tell_not_yet(self, update: dict[str, Any]) -> None:
        try:
            incoming, _ = await self._choose(update)
        except Exception as error:  # noqa: BLE001 - an unreadable update is told of later
            troubled(log, "nobody was told that it waits: %s", type(error).__name__)
            return
        code = incoming.sender.language_code if incoming.sender else ""
        answer = Answer("alerts/not_yet", is_modal=True)
        await self._answer_in_turn(incoming, answer, pick_language(code))

    async def _tell_parked(self, work: Work) -> None:
        incoming = incoming_from_raw(work.update)  # what parses an update may be what broke
        try:
            language = await self._database.write(
                tell_broken, incoming, new_id=self._new_id, at=self._now()
            )
        except Exception as error:  # noqa: BLE001 - the update that broke may break again
            troubled(log, "nobody was told of update %d: %s", work.update_id, type(error).__name__)
            return
        self._said()
        if incoming.query_id:
            answer = Answer("broken", {"reference": reference(work.update_id)}, is_modal=True)
            self._answer_soon(incoming, answer, language)


def _store(tx: Tx, rows: Sequence[tuple[int, int, str]], *, at: datetime) -> tuple[int, ...]:
    return inbox.store(tx, rows, at=at)


def _waiting_and_parked(tx: Tx, limit: int) -> tuple[tuple[WaitingUpdate, ...], int]:
    return inbox.waiting(tx, limit=limit), inbox.count_parked(tx)


def _packed(update: dict[str, Any]) -> str:
    text = json.dumps(update, ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:  # half a surrogate pair, which no database stores unescaped
        return json.dumps(update, separators=(",", ":"))
    return text
