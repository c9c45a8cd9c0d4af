"""The buttons of a meeting: the open register, the minutes, a member's own line."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from handlers.buttons import BAD, GOOD, Row, link
from handlers.cards.card import Card, page


def _meeting_open(card: Card) -> list[Row]:
    return [*card.opens("register", "register"), _by_buttons(card)]


def _meeting_left_open(card: Card) -> list[Row]:
    drop = card.tap("drop_meeting", "drop", _meeting(card))
    return [*card.opens("register", "register"), _by_buttons(card), drop]


def _meeting_day(card: Card) -> list[Row]:
    return [card.tap("meeting", "meet", style=GOOD)]


def _meeting_drop(card: Card) -> list[Row]:
    meeting = _meeting(card)
    return [
        card.tap("drop_yes", "dropyes", meeting, style=BAD),
        card.tap("keep_it", "reg", meeting),
    ]


def _by_buttons(card: Card) -> Row:
    if card.is_private:
        return card.tap("by_buttons", "reg", _meeting(card))
    return link("by_buttons", card.language, card.links.start("meet"))


def _recorded(card: Card) -> list[Row]:
    group, meeting = str(card.facts["group_id"]), str(card.facts["meeting_id"])
    wrong = card.tap("wrong", "wrongline", group, meeting)
    return [*card.opens("my_passbook", "passbook"), wrong]


def _meeting(card: Card) -> str:
    return str(card.facts["meeting_id"])


KEYBOARDS: Final[Mapping[str, Callable[[Card], list[Row]]]] = MappingProxyType(
    {
        "meeting_open": _meeting_open,
        "meeting_left_open": _meeting_left_open,
        "meeting_drop": _meeting_drop,
        "meeting_today": _meeting_day,
        "meeting_missed": _meeting_day,
        "meetings_stopped": page("look_at_groups", "groups"),
        "minutes": page("our_standing", "standing"),
        "correction": page("our_standing", "standing"),
        "saved_line": _recorded,
        "corrected_line": _recorded,
        "settled_line": page("my_passbook", "passbook"),
    }
)
