"""Values of the money pages: each fund apart, and each member's savings and debt."""

from dataclasses import dataclass

from groups.people.model.group import Group
from groups.registers.model.money import LoanFund


@dataclass(frozen=True, slots=True)
class FundBalance:
    """The balances of one fund since the group began, in paise.

    `received` came from its lender and `returned` went back to it; both are 0 for the own fund.
    `lent` went to members and `repaid` came back; `lost` was waived or written off; `out` is
    outstanding; `free` can still be promised.
    """

    fund: LoanFund
    received: int = 0
    returned: int = 0
    lent: int = 0
    repaid: int = 0
    lost: int = 0
    out: int = 0
    free: int = 0

    @property
    def promised(self) -> int:
        """The part of an outside fund that is reserved for loans before their hand-over."""
        return self.received - self.returned - self.out - self.free

    @property
    def is_used(self) -> bool:
        """Whether any money ever moved in this fund."""
        return any((self.received, self.lent, self.free))


@dataclass(frozen=True, slots=True)
class SisterBalance:
    """A member's savings and her debt of loans with interest, in paise.

    `shares` is the number of whole shares in her savings; 0 where the group has no shares.
    """

    member_id: str
    number: int
    name: str
    savings: int
    owed: int
    shares: int = 0


@dataclass(frozen=True, slots=True)
class FundsPage:
    """All the group's money on one screen, in paise, each fund apart.

    `earned` can be shared out; `share_value` is the price of one share, 0 where there are none.
    `cash_difference` is a part of it: below 0, less was counted in the box than the books expected.
    `sisters` is filled for those who keep the books, `hers` for a member.
    """

    group: Group
    keeps_books: bool
    may_share_out: bool
    cash: int
    bank: int
    savings: int
    out: int
    social: int
    earned: int
    cash_difference: int
    funds: tuple[FundBalance, ...]
    hers: SisterBalance | None = None
    sisters: tuple[SisterBalance, ...] = ()
    share_value: int = 0
