"""Deliver one message of the outbox: render it, then send it or edit another message."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

from telegram import Bot, InlineKeyboardMarkup
from telegram.error import TelegramError

from groups.messages.model import SINCE, Urgency, WaitingMessage
from groups.people.model.refusals import Refusal
from handlers.enclosing import CARRYING, Enclosing, File, Voice
from handlers.logs import troubled
from handlers.outcomes import Ended, Outcome, ended
from handlers.turn import EDIT, THREAD
from handlers.wire import edit_text, send_file, send_text, send_voice
from texts.say import say

log = logging.getLogger(__name__)

SEND_SECONDS: Final = 60.0  # longer than any timeout of the wire
_SILENT: Final = Urgency.NEWS  # a message with a higher urgency number makes no sound


class Keyboard(Protocol):
    """The buttons under a kind of message."""

    def __call__(
        self, kind: str, language: str, facts: Mapping[str, Any], *, is_private: bool
    ) -> InlineKeyboardMarkup | None:
        """The buttons, or None."""
        ...


@dataclass(frozen=True, slots=True)
class Rendered:
    """The text and the buttons as they go over the wire."""

    text: str
    keyboard: InlineKeyboardMarkup | None


class Post:
    """Delivers messages to Telegram and returns how each ended."""

    def __init__(self, bot: Bot, keyboard: Keyboard, enclosing: Enclosing | None = None) -> None:
        self._bot = bot
        self._keyboard = keyboard
        self._enclosing = enclosing

    async def deliver(self, message: WaitingMessage) -> Ended:
        """Send or edit a message; raises nothing but cancellation."""
        try:
            rendered = self._render(message)
        except Exception as error:  # noqa: BLE001 - one bad template must not stop the sender
            troubled(
                log,
                "message %d (%s) has no words: %s",
                message.n,
                message.kind,
                type(error).__name__,
            )
            return Ended(Outcome.REFUSED, code="render")
        if message.kind in CARRYING and self._enclosing is not None:
            return await self._deliver_file(message, rendered, self._enclosing)
        edited = message.facts.get(EDIT)
        if edited:
            result = await self._call(lambda: self._edit(message, rendered, int(edited)))
            if result.outcome is not Outcome.GONE:
                return result
        thread_id = message.facts.get(THREAD) or message.thread_id
        result = await self._call(lambda: self._send(message, rendered, thread_id))
        if result.outcome is Outcome.NO_THREAD and thread_id:
            return await self._call(lambda: self._send(message, rendered, None))
        return result

    async def _deliver_file(
        self, message: WaitingMessage, rendered: Rendered, enclosing: Enclosing
    ) -> Ended:
        try:
            file = await enclosing.file_of(message)
        except Refusal as refusal:
            return Ended(Outcome.REFUSED, code=refusal.code)
        except Exception as error:  # noqa: BLE001 - one bad book must not stop the sender
            troubled(log, "message %d has no file: %s", message.n, type(error).__name__)
            return Ended(Outcome.REFUSED, code="no_file")
        return await self._call(lambda: self._send_file(message, rendered, file))

    async def _send_file(
        self, message: WaitingMessage, rendered: Rendered, file: File | Voice
    ) -> Ended:
        if isinstance(file, Voice):
            message_id = await send_voice(
                self._bot, message.chat_id, rendered.text, voice_id=file.voice_id
            )
            return Ended(Outcome.DONE, message_id=message_id)
        message_id = await send_file(
            self._bot,
            message.chat_id,
            rendered.text,
            name=file.name,
            body=file.body,
            is_silent=message.urgency > _SILENT,
        )
        return Ended(Outcome.DONE, message_id=message_id)

    def _render(self, message: WaitingMessage) -> Rendered:
        text = say(message.kind, message.language, to=message.chat_id, **message.facts)
        if SINCE in message.facts:
            waits = say("_since", message.language, since=message.facts[SINCE])
            text = f"{waits}\n\n{text}"
        keyboard = self._keyboard(
            message.kind, message.language, message.facts, is_private=message.chat_id > 0
        )
        return Rendered(text, keyboard)

    async def _edit(self, message: WaitingMessage, rendered: Rendered, message_id: int) -> Ended:
        await edit_text(self._bot, message.chat_id, message_id, rendered.text, rendered.keyboard)
        return Ended(Outcome.DONE, message_id=message_id)

    async def _send(
        self, message: WaitingMessage, rendered: Rendered, thread_id: int | None
    ) -> Ended:
        message_id = await send_text(
            self._bot,
            message.chat_id,
            rendered.text,
            rendered.keyboard,
            thread_id=thread_id,
            is_silent=message.urgency > _SILENT,
        )
        return Ended(Outcome.DONE, message_id=message_id)

    async def _call(self, call: Callable[[], Any]) -> Ended:
        try:
            async with asyncio.timeout(SEND_SECONDS):
                result: Ended = await call()
        except TelegramError as error:
            return ended(error)
        except Exception as error:  # noqa: BLE001 - after any error it may have arrived
            return Ended(Outcome.UNKNOWN, code=type(error).__name__)
        return result
