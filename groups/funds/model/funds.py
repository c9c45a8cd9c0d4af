"""What the pages of the group's money show: each fund apart, and what each member has and owes."""

from dataclasses import dataclass

from groups.people.model.group import Group
from groups.registers.model.money import LoanFund


@dataclass(frozen=True, slots=True)
class FundBalance:
    """One fund since the group began, in paise.

    `received` from its lender and `returned` to it, of the own fund nothing; `lent` of it to
    members and `repaid` by them; `lost` was let off or written off; `out` is with members now;
    `free` is what it can still promise.
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
        """What of an outside fund is kept for loans that are asked for and not handed over yet."""
        return self.received - self.returned - self.out - self.free

    @property
    def is_used(self) -> bool:
        """Whether anything ever moved in it."""
        return any((self.received, self.lent, self.free))


@dataclass(frozen=True, slots=True)
class SisterBalance:
    """What a member has saved and owes of loans, interest included, in paise.

    `shares` are the whole shares that her savings make; 0 where the group has none.
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

    `earned` is what can be shared out; `share_value` that of one share, 0 where there are none.
    `sisters` for those who keep the books, `hers` for a member.
    """

    group: Group
    is_member: bool
    keeps_books: bool
    may_share_out: bool
    cash: int
    bank: int
    savings: int
    out: int
    social: int
    earned: int
    funds: tuple[FundBalance, ...]
    hers: SisterBalance | None = None
    sisters: tuple[SisterBalance, ...] = ()
    share_value: int = 0
