"""The buttons under each kind of message; `acts/menu` says what each button does.

A kind is the name of a template in templates/chat/. The facts are the message's own; the sender
adds `token`, the unguessable name of the message's group.
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
    pending,
    people,
    privacy,
    programme,
    registers,
    vouches,
)
from handlers.cards.card import Card, Facts
from handlers.links import Links


class Cards:
    """Makes keyboards with the links to the bot and the mini-app."""

    def __init__(self, links: Links) -> None:
        self._links = links

    def __call__(
        self, kind: str, language: str, facts: Facts, *, is_private: bool
    ) -> InlineKeyboardMarkup | None:
        """The buttons under a kind of message; None for a message without buttons."""
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
        **pending.KEYBOARDS,
        **people.KEYBOARDS,
        **privacy.KEYBOARDS,
        **programme.KEYBOARDS,
        **registers.KEYBOARDS,
        **vouches.KEYBOARDS,
    }
)
