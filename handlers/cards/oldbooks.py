"""The button to the old books."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from handlers.buttons import Row
from handlers.cards.card import Card, page

KEYBOARDS: Final[Mapping[str, Callable[[Card], list[Row]]]] = MappingProxyType(
    {
        "opening_asked": page("old_books", "opening"),
    }
)
