"""A loan's entries in the books: hand-over, interest, payments, waivers, corrections."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from groups.loans.model.loan import Loan
from ledger.accounts import LoanPart, loan_of
from ledger.balances import balances_of
from ledger.model import Reason
from ledger.statement import StatementLine, statement
from storage.tx import Tx

LINES_SHOWN: Final = 200


@dataclass(frozen=True, slots=True)
class LoanEntry:
    """An entry's change of her debt, in paise: above 0 she owes more after it."""

    key: str
    day: date
    reason: Reason
    principal: int
    interest: int
    is_reversed: bool
    memo: str | None


def select_loan_entries(tx: Tx, loan: Loan) -> list[LoanEntry]:
    """The last entries of a loan, newest first, also those under a merged record."""
    parts: dict[int, list[tuple[str, StatementLine]]] = {}
    for name in loan_accounts(balances_of(tx, loan.group_id), loan.id):
        for line in statement(tx, loan.group_id, name, limit=LINES_SHOWN).lines:
            parts.setdefault(line.entry_id, []).append((name, line))
    entries = [_entry(lines) for _, lines in sorted(parts.items(), reverse=True)]
    return [one for one in entries if one.principal or one.interest][:LINES_SHOWN]


def loan_accounts(names: Iterable[str], loan_id: str) -> list[str]:
    """The account names that belong to a loan."""
    of = {name: loan_of(name) for name in names}
    return [name for name, loan in of.items() if loan is not None and loan.loan_id == loan_id]


def _entry(lines: list[tuple[str, StatementLine]]) -> LoanEntry:
    _, first = lines[0]
    changed = dict.fromkeys(LoanPart, 0)
    for name, line in lines:
        loan = loan_of(name)
        assert loan is not None, "these are lines of a loan's accounts"
        changed[loan.part] += line.change.minor
    return LoanEntry(
        key=first.key,
        day=first.day,
        reason=first.reason,
        principal=changed[LoanPart.PRINCIPAL],
        interest=changed[LoanPart.INTEREST_DUE],
        is_reversed=first.reversed_by is not None,
        memo=first.memo,
    )
