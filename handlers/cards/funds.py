"""The buttons under a share-out."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from handlers.buttons import Row
from handlers.cards.card import Card, page

KEYBOARDS: Final[Mapping[str, Callable[[Card], list[Row]]]] = MappingProxyType(
    {
        "shared_out": page("our_standing", "standing"),
        "shared_out_hers": page("my_passbook", "passbook"),
    }
)
