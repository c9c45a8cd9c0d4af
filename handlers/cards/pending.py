"""The buttons of what waits: stop it, or let it take effect at once."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from handlers.buttons import BAD, GOOD, Row
from handlers.cards.card import Card


def _hers(card: Card) -> list[Row]:
    pending = str(card.facts["pending_id"])
    return [
        card.tap("not_me", "stop", pending, style=BAD),
        card.tap("yes_me", "hurry", pending, style=GOOD),
    ]


def _facilitators(card: Card) -> list[Row]:
    pending = str(card.facts["pending_id"])
    stop = card.tap("stop_pending", "stop", pending, style=BAD)
    if not card.facts["may_hurry"]:
        return [stop]
    return [card.tap("have_seen_her", "hurry", pending, style=GOOD), stop]


KEYBOARDS: Final[Mapping[str, Callable[[Card], list[Row]]]] = MappingProxyType(
    {
        "pending_move": _hers,
        "pending_move_facilitator": _facilitators,
        "pending_pictures": _hers,
        "pending_pictures_facilitator": _facilitators,
    }
)
