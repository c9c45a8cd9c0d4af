"""What follows a commit, best effort: answer a tap, delete a command's message."""

import logging
from typing import Final

import jinja2
from telegram import Bot

from handlers.logs import troubled
from handlers.turn import Answer, Incoming
from handlers.wire import ODD_ANSWERS
from texts.languages import ENGLISH
from texts.limits import ALERT_UNITS, shorten
from texts.say import say_plain

log = logging.getLogger(__name__)

_SECONDS: Final = 15.0


class Answers:
    """Answers taps with alerts that only that person sees; logs its failures, never raises them."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def give(self, incoming: Incoming, answer: Answer, language: str) -> None:
        """Answer a tap and delete a command's message, if Telegram allows."""
        if incoming.query_id:
            await self._answer_tap(incoming.query_id, answer, language or ENGLISH)
        if answer.deletes and incoming.message_id and not incoming.query_id:
            await self._take_away(incoming)

    async def _answer_tap(self, query_id: str, answer: Answer, language: str) -> None:
        try:
            text = say_plain(answer.kind, language, **answer.facts) if answer.kind else None
        except (jinja2.TemplateError, TypeError, ValueError) as error:
            troubled(log, "the alert %s has no words: %s", answer.kind, type(error).__name__)
            text = None
        try:
            await self._bot.answer_callback_query(
                query_id,
                text=_fitting(text) if text else None,
                show_alert=bool(text) and answer.is_modal,
                read_timeout=_SECONDS,
            )
        except ODD_ANSWERS as error:
            log.info("a tap was not answered: %s", type(error).__name__)

    async def _take_away(self, incoming: Incoming) -> None:
        if incoming.message_id is None:
            return
        try:
            await self._bot.delete_message(incoming.chat_id, incoming.message_id)
        except ODD_ANSWERS as error:
            log.debug("a command was not taken away: %s", type(error).__name__)


def _fitting(text: str) -> str:
    """The text, cut to the length of an alert; a byte count suffices for most texts."""
    if len(text.encode("utf-16-le")) <= 2 * ALERT_UNITS:
        return text
    return shorten(text, ALERT_UNITS)
