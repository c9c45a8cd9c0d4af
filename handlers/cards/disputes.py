"""The buttons of a disputed line."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from handlers.buttons import Row
from handlers.cards.card import Card


def _disputed(card: Card) -> list[Row]:
    dispute = str(card.facts["dispute_id"])
    upheld = card.tap("upheld", "dispute", dispute, "upheld")
    if card.facts["line"] == "score":
        return [upheld, card.tap("corrected", "dispute", dispute, "corrected")]
    return [upheld, *card.opens("put_right", "meetings")]


KEYBOARDS: Final[Mapping[str, Callable[[Card], list[Row]]]] = MappingProxyType(
    {
        "disputed": _disputed,
    }
)
