"""Values of a share-out: how it is paid, how it is divided, each member's part."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from groups.people.model.group import Group


class Payout(StrEnum):
    """How each member gets her part."""

    SAVED = "saved"  # written to her savings
    PAID = "paid"  # in cash
    ENDED = "ended"  # in cash with all her savings: the cycle ends


class Basis(StrEnum):
    """In proportion to what the total is divided."""

    SAVINGS = "savings"
    SHARES = "shares"


@dataclass(frozen=True, slots=True)
class ShareOutPart:
    """One member's part: `amount`, and what she is `paid` in cash, in paise.

    `savings` is her balance before. `weight` is her savings in paise, or her shares. An `amount`
    below 0 is her share of a loss.
    """

    member_id: str
    number: int
    name: str
    savings: int
    weight: int
    amount: int = 0
    paid: int = 0


@dataclass(frozen=True, slots=True)
class ShareOut:
    """A share-out: `total` in paise, and the parts that add up to it."""

    payout: Payout
    basis: Basis
    total: int
    parts: tuple[ShareOutPart, ...]

    @property
    def paid(self) -> int:
        """The cash that leaves the box, in paise."""
        return sum(part.paid for part in self.parts)


UNDONE = "undone"  # in the place of a payout: the last share-out is reversed


@dataclass(frozen=True, slots=True)
class SharedOut:
    """The last share-out, if it is not reversed; amounts in paise."""

    id: str
    day: date
    payout: Payout
    basis: Basis
    total: int
    paid: int


@dataclass(frozen=True, slots=True)
class SharePage:
    """What could be shared out now, in paise, and the share-out that the reader asked for.

    `payable` is what the cash box can pay; `is_asked_for`: a request waits for a second person.
    """

    group: Group
    earned: int
    payable: int
    bases: tuple[Basis, ...]
    shared: ShareOut | None = None
    is_asked_for: bool = False
    last: SharedOut | None = None  # can be reversed
