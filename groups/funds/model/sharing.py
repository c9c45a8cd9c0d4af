"""What a group shares out among its members: how it is paid, by what it is divided, whose part."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from groups.people.model.group import Group


class Payout(StrEnum):
    """What becomes of each one's part."""

    SAVED = "saved"  # written to her savings
    PAID = "paid"  # in cash
    ENDED = "ended"  # in cash with all her savings: the cycle ends


class Basis(StrEnum):
    """By what it is divided."""

    SAVINGS = "savings"
    SHARES = "shares"


@dataclass(frozen=True, slots=True)
class Part:
    """One member's: her savings before, what she is weighed by, her part, what she is paid; paise.

    A part below nothing is her share of a loss. The weight is of savings in paise, or shares.
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
    """What is shared out, `total` in paise, and the parts that add up to it."""

    payout: Payout
    basis: Basis
    total: int
    parts: tuple[Part, ...]

    @property
    def paid(self) -> int:
        """What leaves the cash box, in paise."""
        return sum(part.paid for part in self.parts)


UNDONE = "undone"  # in the place of a payout: what was shared out is taken back


@dataclass(frozen=True, slots=True)
class SharedOut:
    """The last time that something was shared out, while it stands; amounts in paise."""

    id: str
    day: date
    payout: Payout
    basis: Basis
    total: int
    paid: int


@dataclass(frozen=True, slots=True)
class SharePage:
    """What could be shared out now, in paise, and what it would be as it was asked for.

    `payable` is what the box can pay; `asked_for` that it waits for a second person.
    """

    group: Group
    is_member: bool
    earned: int
    payable: int
    bases: tuple[Basis, ...]
    shared: ShareOut | None = None
    is_asked_for: bool = False
    last: SharedOut | None = None  # which can be taken back
