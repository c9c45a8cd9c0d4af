"""The buttons of her own record: rename, reminders, leave, take consent back."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from handlers.buttons import BAD, Row
from handlers.cards.card import Card


def _me(card: Card) -> list[Row]:
    home = card.tap("home", "home")
    if not card.facts["member_id"]:
        return [*_privacy(card), home]
    return [
        card.tap("rename", "rename", str(card.facts["member_id"])),
        _reminders(card),
        card.tap("leave", "leave", str(card.facts["group_id"])),
        *_privacy(card),
        home,
    ]


def _reminders(card: Card) -> Row:
    if card.facts["reminders"]:
        return card.tap("no_reminders", "remind", "off")
    return card.tap("reminders", "remind", "on")


def _privacy(card: Card) -> list[Row]:
    return [card.tap("withdraw", "withdraw", style=BAD)] if card.facts["may_withdraw"] else []


def _withdraw(card: Card) -> list[Row]:
    group = str(card.facts["group_id"])
    return [
        card.tap("withdraw_yes", "withdrawyes", group, style=BAD),
        card.tap("withdraw_no", "home"),
    ]


def _leave(card: Card) -> list[Row]:
    group = str(card.facts["group_id"])
    return [card.tap("leave_yes", "leaveyes", group, style=BAD), card.tap("stay", "home")]


KEYBOARDS: Final[Mapping[str, Callable[[Card], list[Row]]]] = MappingProxyType(
    {
        "me": _me,
        "privacy": _privacy,
        "leave": _leave,
        "withdraw": _withdraw,
    }
)
