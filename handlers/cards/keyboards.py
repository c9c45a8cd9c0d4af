"""The buttons under every kind of message that has some; what a button does is in `taps`.

A kind is the name of a template in templates/chat/. Facts are those of the message; `token` is the
unguessable name of the group that the message is about, put in by the sender.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from telegram import InlineKeyboardMarkup

from handlers.buttons import Row
from handlers.cards import (
    approvals,
    disputes,
    founding,
    funds,
    herself,
    joining,
    lending,
    meetings,
    oldbooks,
    pages,
    people,
    privacy,
    programme,
    registers,
    vouches,
)
from handlers.cards.card import Card, Facts
from handlers.links import Links


class Cards:
    """The keyboards, once it is known how people reach the bot and the mini-app."""

    def __init__(self, links: Links) -> None:
        self._links = links

    def __call__(
        self, kind: str, language: str, facts: Facts, *, is_private: bool
    ) -> InlineKeyboardMarkup | None:
        """The buttons under a kind of message; None for words alone."""
        rows_of = KEYBOARDS.get(kind)
        if rows_of is None:
            return None
        rows = rows_of(Card(language, facts, self._links, is_private))
        return InlineKeyboardMarkup(rows) if rows else None


KEYBOARDS: Final[Mapping[str, Callable[[Card], list[Row]]]] = MappingProxyType(
    {
        **approvals.KEYBOARDS,
        **disputes.KEYBOARDS,
        **founding.KEYBOARDS,
        **funds.KEYBOARDS,
        **herself.KEYBOARDS,
        **joining.KEYBOARDS,
        **lending.KEYBOARDS,
        **meetings.KEYBOARDS,
        **oldbooks.KEYBOARDS,
        **pages.KEYBOARDS,
        **people.KEYBOARDS,
        **privacy.KEYBOARDS,
        **programme.KEYBOARDS,
        **registers.KEYBOARDS,
        **vouches.KEYBOARDS,
    }
)
