"""A loan asked for in one line of a chat: "5000 6 sewing machine", "५ हज़ार ६ महीने सिलाई मशीन"."""

from dataclasses import dataclass
from typing import Final

from groups.registers.model.typed_amounts import read_amount, read_whole

MONTHS_MAX: Final = 60
WORDS_MAX: Final = 200  # characters stored of her stated purpose

_MONTHS: Final = frozenset({"month", "months", "mahina", "mahine", "महीना", "महीने", "माह", "मास"})


@dataclass(frozen=True, slots=True)
class LoanRequest:
    """A request as read: paise, whole months, and her words about the purpose, if any."""

    amount: int
    months: int
    words: str


def read_request(text: str) -> LoanRequest | None:
    """Read a loan request from a line; None if it is unclear or ambiguous: then she is asked."""
    parts = text.split()
    readings = [
        LoanRequest(amount, months, _words(parts[at + 1 :]))
        for at in range(1, len(parts))
        if (amount := read_amount(" ".join(parts[:at]))) is not None
        and (months := read_months(parts[at])) is not None
    ]
    return readings[0] if len(readings) == 1 else None


def read_months(part: str) -> int | None:
    """Whole months, with any digits; None for what is no number of months one may ask for."""
    months = read_whole(part)
    return months if months and months <= MONTHS_MAX else None


def _words(parts: list[str]) -> str:
    if parts and parts[0].lower() in _MONTHS:
        parts = parts[1:]
    return " ".join(parts)[:WORDS_MAX]
