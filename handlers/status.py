"""The pinned message of each group: rendered from the database and edited in place.

The first change shows at once, later ones at most every few seconds; an equal text is not sent.
"""

import asyncio
import hashlib
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, Final

from telegram import Bot, InlineKeyboardMarkup
from telegram.error import TelegramError

from groups.founding.acts import founding, topics
from groups.messages.acts import pinned_message
from groups.messages.model import WantedStatus
from groups.pages.acts import pinned_page
from handlers import metrics
from handlers.cards.keyboards import Cards
from handlers.logs import troubled
from handlers.outcomes import Ended, Outcome, ended
from handlers.pacing import Pace
from handlers.wire import ODD_ANSWERS, edit_text, send_text
from storage.database import Database
from storage.tx import Tx
from texts.say import say

log = logging.getLogger(__name__)

EDIT_SECONDS: Final = 3.0
_LOOK_AT_ONCE: Final = 1000
_AT_ONCE_MAX: Final = 6
_IDLE_SECONDS: Final = 5.0
_TROUBLE_SECONDS: Final = 20.0
_DOUBT_SECONDS: Final = 0.2


class StatusBoard:
    """Keeps the pinned messages up to date until it is stopped."""

    def __init__(
        self,
        database: Database,
        bot: Bot,
        cards: Cards,
        *,
        pace: Pace,
        now: Callable[[], datetime],
        may_date: Callable[[], Awaitable[bool]],
    ) -> None:
        self._database = database
        self._bot = bot
        self._cards = cards
        self._pace = pace
        self._now = now
        self._may_date = may_date
        self._woken = asyncio.Event()
        self._not_before: dict[str, float] = {}
        self._showing: dict[str, asyncio.Task[None]] = {}  # by group
        self._task: asyncio.Task[None] | None = None
        self._is_looking = False

    def wake(self) -> None:
        """Look again: a fact that a pinned message may show has changed."""
        self._woken.set()

    async def start(self) -> None:
        """Begin to show pinned messages."""
        self._task = asyncio.create_task(self._run(), name="status")

    async def stop(self) -> None:
        """Stop; the database keeps the messages that are still to be shown."""
        under_way = list(self._showing.values()) + ([self._task] if self._task else [])
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)

    async def idle(self) -> None:
        """Return when no message is being shown and no look is under way; for tests."""
        while self._showing or self._is_looking or self._woken.is_set():  # noqa: ASYNC110 - a flag
            await asyncio.sleep(0.005)

    async def show_wanted(self) -> float:
        """Begin to show all messages that may be shown now; return the seconds until another can.

        A chat that does not answer does not delay other chats.
        """
        wait = _IDLE_SECONDS
        shown_before = frozenset(self._showing)  # if done during the read, its row is out of date
        for wanted in await self._database.read(pinned_message.wanted, limit=_LOOK_AT_ONCE):
            is_busy = wanted.group_id in shown_before or wanted.group_id in self._showing
            if is_busy or len(self._showing) >= _AT_ONCE_MAX:
                continue  # each message that is done wakes the board
            now = time.monotonic()
            ready_at = max(
                self._not_before.get(wanted.group_id, 0.0), self._pace.ready_at(wanted.chat_id, now)
            )
            if ready_at > now:
                wait = min(wait, ready_at - now)
                continue
            self._showing[wanted.group_id] = asyncio.create_task(self._show_and_wake(wanted))
        self._forget_old()
        return wait

    async def _run(self) -> None:
        while True:
            await self._pace.bot_may_speak()
            if not await self._may_date():
                await asyncio.sleep(_DOUBT_SECONDS)
                continue
            self._woken.clear()
            self._is_looking = True
            try:
                wait = await self.show_wanted()
            except Exception as error:  # noqa: BLE001 - the board must survive any error
                troubled(log, "the status cannot be shown: %s", type(error).__name__)
                wait = _IDLE_SECONDS
            finally:
                self._is_looking = False
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._woken.wait()

    async def _show_and_wake(self, wanted: WantedStatus) -> None:
        try:
            await self._show(wanted)
        except Exception as error:  # noqa: BLE001 - one group's error must not stop others
            troubled(log, "a status cannot be shown: %s", type(error).__name__)
            self._not_before[wanted.group_id] = time.monotonic() + _TROUBLE_SECONDS
        finally:
            self._showing.pop(wanted.group_id, None)
            self._woken.set()

    async def _show(self, wanted: WantedStatus) -> None:
        language_and_facts = await self._database.read(status_facts, wanted.group_id, self._now())
        if language_and_facts is None:
            return
        language, facts = language_and_facts
        text = say("status", language, **facts)
        keyboard = self._cards("status", language, facts, is_private=False)
        digest = _digest(text, keyboard)
        if digest == wanted.shown and wanted.message_id:
            is_pinned = await self._pin(wanted, wanted.message_id)
            await self._keep(wanted, wanted.message_id, digest, is_pinned=is_pinned)
            return
        now = time.monotonic()
        self._not_before[wanted.group_id] = now + EDIT_SECONDS
        self._pace.spend(wanted.chat_id, now)
        result = await self._put(wanted, text, keyboard)
        metrics.STATUS_SHOWN.labels(result.outcome.value).inc()
        if result.outcome in (Outcome.DONE, Outcome.SAME):
            message_id = result.message_id or 0  # 0: the server gave no id, so next time send anew
            is_pinned = bool(message_id) and await self._pin(wanted, message_id)
            await self._keep(wanted, message_id, digest, is_pinned=is_pinned)
            if wanted.left_behind:
                await self._take_away(wanted.chat_id, wanted.left_behind)
        else:
            await self._failed(wanted, result)

    async def _put(
        self, wanted: WantedStatus, text: str, keyboard: InlineKeyboardMarkup | None
    ) -> Ended:
        if wanted.message_id:
            edited = await self._edit(wanted, wanted.message_id, text, keyboard)
            if edited.outcome is not Outcome.GONE:
                return edited
        try:
            message_id = await send_text(
                self._bot,
                wanted.chat_id,
                text,
                keyboard,
                thread_id=wanted.thread_id,
                is_silent=True,
            )
        except TelegramError as error:
            return ended(error)
        return Ended(Outcome.DONE, message_id=message_id)

    async def _edit(
        self,
        wanted: WantedStatus,
        message_id: int,
        text: str,
        keyboard: InlineKeyboardMarkup | None,
    ) -> Ended:
        try:
            await edit_text(self._bot, wanted.chat_id, message_id, text, keyboard)
        except TelegramError as error:
            result = ended(error)
            if result.outcome is Outcome.SAME:
                return Ended(Outcome.SAME, message_id=message_id)
            return result
        return Ended(Outcome.DONE, message_id=message_id)

    async def _pin(self, wanted: WantedStatus, message_id: int) -> bool:
        if wanted.is_pinned and wanted.message_id == message_id:
            return True
        if not wanted.can_pin:
            return False
        try:
            await self._bot.pin_chat_message(wanted.chat_id, message_id, disable_notification=True)
        except ODD_ANSWERS as error:
            log.info("a status message was not pinned: %s", type(error).__name__)
            return False
        return True

    async def _take_away(self, chat_id: int, message_id: int) -> None:
        """Delete the old message in a topic that was left; if it is too old, unpin it."""
        for call in (self._bot.delete_message, self._bot.unpin_chat_message):
            try:
                await call(chat_id, message_id)
            except ODD_ANSWERS as error:
                log.info("an old status message stays: %s", type(error).__name__)
            else:
                return

    async def _keep(
        self, wanted: WantedStatus, message_id: int, digest: str, *, is_pinned: bool
    ) -> None:
        await self._database.write(
            pinned_message.shown, wanted, message_id, digest, is_pinned=is_pinned
        )

    async def _failed(self, wanted: WantedStatus, result: Ended) -> None:
        """After a failure pause the chat, or record it as moved or gone; the message stays due."""
        now = time.monotonic()
        wait = result.retry_after or _TROUBLE_SECONDS
        self._not_before[wanted.group_id] = now + wait
        if result.outcome is Outcome.LATER:
            self._pace.pause(wanted.chat_id, wait, now)
        elif result.outcome is Outcome.MOVED:
            self._not_before[wanted.group_id] = now
            await self._database.write(
                founding.chat_moved, wanted.chat_id, result.new_chat_id, at=self._now()
            )
            self._woken.set()
        elif result.outcome is Outcome.NO_THREAD and wanted.thread_id:
            self._not_before[wanted.group_id] = now
            await self._database.write(
                topics.closed, wanted.chat_id, wanted.thread_id, at=self._now()
            )
            self._woken.set()
        elif result.outcome is Outcome.UNREACHABLE:
            await self._database.write(
                founding.bot_rights,
                wanted.chat_id,
                "gone",
                can_pin=False,
                can_delete=False,
                at=self._now(),
            )
        else:
            log.warning("a status message was not shown: %s", result.code)

    def _forget_old(self) -> None:
        now = time.monotonic()
        if len(self._not_before) > 1000:
            still_waiting = {group: at for group, at in self._not_before.items() if at > now}
            self._not_before = still_waiting


def status_facts(tx: Tx, group_id: str, at: datetime) -> tuple[str, Mapping[str, Any]] | None:
    """The group's language and its pinned message's facts; None if the group is not active."""
    page = pinned_page(tx, group_id, at=at)
    if page is None:
        return None
    group, grade = page.group, page.grade
    facts = {
        "name": group.name,
        "village": group.village,
        "token": group.start_token,
        "members": page.members,
        "next_day": page.next_meeting.isoformat(),
        "next_minute": group.meeting_minute,
        "is_open": page.is_meeting_open,
        "saving": group.saving,
        "grade": {"letter": grade.letter, "marks": grade.marks} if grade else None,
        "ballots": page.ballots,
    }
    return group.language, facts


def _digest(text: str, keyboard: InlineKeyboardMarkup | None) -> str:
    shown = text + (keyboard.to_json() if keyboard else "")
    return hashlib.sha256(shown.encode()).hexdigest()[:32]
