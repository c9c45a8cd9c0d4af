"""The sums of an old group's books: what must balance before they are taken over."""

from collections.abc import Iterator, Mapping
from typing import Final

from groups.oldbooks.model import Column, Cutoff, SheetFault, SheetPart, Wrong
from groups.registers.model.money import LoanFund

OUTSIDE: Final[Mapping[LoanFund, Column]] = {
    fund: Column(fund.value) for fund in LoanFund if fund is not LoanFund.OWN
}


def unbalanced(cutoff: Cutoff, rows: Mapping[Column, int]) -> Iterator[SheetFault]:
    """Faults of the sums, with the rows of the group: overlent funds, sides that differ."""
    others = cutoff.social
    for fund, column in OUTSIDE.items():
        held = cutoff.funds.get(fund, 0)
        lent = sum(one.left for one in cutoff.loans if one.fund is fund)
        others += max(0, held - lent)
        if lent > held:
            row = rows.get(column, 0)
            yield SheetFault(SheetPart.GROUP, row, column, Wrong.FUND_SHORT, has=held, owes=lent)
    if cutoff.cash + cutoff.bank < others:
        has, row = cutoff.cash + cutoff.bank, rows.get(Column.CASH, 0)
        yield SheetFault(SheetPart.GROUP, row, Column.CASH, Wrong.MONEY_SHORT, has=has, owes=others)
    if cutoff.has != cutoff.owes:
        yield SheetFault(
            SheetPart.GROUP, 0, None, Wrong.UNBALANCED, has=cutoff.has, owes=cutoff.owes
        )
