"""The buttons from points and the group's grade to their pages."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from handlers.buttons import Row
from handlers.cards.card import Card, page


def _weekly_line(card: Card) -> list[Row]:
    group, period = str(card.facts["group_id"]), str(card.facts["period"])
    return [*card.opens("all_causes", "points"), card.tap("wrong", "wrong", group, period)]


KEYBOARDS: Final[Mapping[str, Callable[[Card], list[Row]]]] = MappingProxyType(
    {
        "points": page("all_causes", "points"),
        "weekly_line": _weekly_line,
        "group": page("our_standing", "standing"),
        "status": page("our_standing", "standing"),
    }
)
