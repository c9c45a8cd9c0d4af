"""The cash box counted by notes and coins, as Indian currency has them."""

from collections.abc import Mapping
from typing import Final

from groups.people.model.refusals import BadAnswer

NOTES_AND_COINS: Final = (500, 200, 100, 50, 20, 10, 5, 2, 1)  # rupees
PIECES_MAX: Final = 100_000


def counted(pieces: Mapping[int, int]) -> int:
    """Paise of so many pieces of each note or coin; BadAnswer("cash") for one there is not."""
    if not pieces.keys() <= set(NOTES_AND_COINS):
        raise BadAnswer("cash")
    if any(not 0 <= number <= PIECES_MAX for number in pieces.values()):
        raise BadAnswer("cash")
    return 100 * sum(value * number for value, number in pieces.items())
