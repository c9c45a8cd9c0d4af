"""The books of loans and of one member: loan ledger, passbook, demand and collection."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction
from itertools import groupby
from typing import Final

from groups.books.model import CodeWord, Movement, Period, Reference, Row, Section
from groups.books.rules.book_lines import (
    BOXES,
    added,
    in_period,
    meeting_days,
    movements,
    opening,
    particulars,
    place_of,
    references,
    some,
    whose,
    without_empty,
    words,
)
from groups.books.rules.loans_by_day import (
    Borrowed,
    DebtChange,
    LoanMove,
    books_on,
    collected,
    loan_moves,
    moves_by_loan,
)
from groups.loans.rules.arrears import Lent, age, at_risk
from groups.loans.rules.outstanding import PayableOn, due, overdue, principal_left
from ledger.accounts import (
    SAVINGS,
    LoanAccount,
    LoanPart,
    is_loan_of,
    loan_interest_due,
    loan_of,
    loan_principal,
    savings,
)
from ledger.model import Amount, Reason, paise

_DAY: Final = timedelta(days=1)
_PAYMENTS: Final = frozenset({Reason.LOAN_REPAID, Reason.LOAN_SET_OFF})
# The columns of a loan's movements; what is neither lent, charged nor paid is signed.
_MOVES: Final = (
    (DebtChange.LENT, LoanPart.PRINCIPAL),
    (DebtChange.CHARGED, LoanPart.INTEREST_DUE),
    (DebtChange.PAID, LoanPart.PRINCIPAL),
    (DebtChange.PAID, LoanPart.INTEREST_DUE),
    (DebtChange.OTHERWISE, LoanPart.PRINCIPAL),
    (DebtChange.OTHERWISE, LoanPart.INTEREST_DUE),
)


@dataclass(frozen=True, slots=True)
class Dues:
    """Demand, collection and balance of one loan in a period, in paise.

    All are as the books showed them at the end of the period: a later correction is in the period
    in which it was made, and lowers or raises what was collected there.
    """

    arrears: int
    asked: int  # arrears plus what fell due in the period
    collected: int
    ahead: int  # collected before it was due
    balance: int
    days: int  # overdue, of the oldest unpaid part

    @property
    def demand(self) -> int:
        """What fell due in the period alone."""
        return self.asked - self.arrears


def loan_ledger(period: Period) -> tuple[Section, ...]:
    """Each loan outstanding in the period: lent, interest charged, repaid, balance."""
    begun = opening(period)
    open_before = [name for name, net in begun.items() if net]
    moved = [name for each in in_period(period) for name in (each.debit, each.credit)]
    return _loan_sections(period, map(loan_of, (*open_before, *moved)))


def _loan_sections(period: Period, accounts: Iterable[LoanAccount | None]) -> tuple[Section, ...]:
    """One section for each loan that has any of these accounts, in their order."""
    loans = {loan_principal(it.member_id, it.loan_id): it for it in accounts if it is not None}
    ordered = sorted(loans, key=lambda name: place_of(period, name))
    return tuple(loan_section(period, loans[name]) for name in ordered)


def loan_section(period: Period, loan: LoanAccount) -> Section:
    """One loan by any of its accounts."""
    principal = loan_principal(loan.member_id, loan.loan_id)
    interest, begun = loan_interest_due(loan.member_id, loan.loan_id), opening(period)
    left, owed = begun[principal], begun[interest]
    rows: list[Row] = [
        (period.first, CodeWord("opening_balance"), *[None] * 7, paise(left), paise(owed))
    ]
    sums, pairs = [0] * len(_MOVES), references(period)
    for _, entry in groupby(in_period(period), key=lambda each: each.moved.key):
        each, moves = _moves([*entry], principal, interest)
        if any(moves):
            sums = added(sums, moves)
            left, owed = left + _change(moves[0::2]), owed + moves[1] - moves[3] + moves[5]
            cells = particulars(period, each, pairs, is_hers=True)
            ends = (*map(some, moves), paise(left), paise(owed))
            rows.append((each.moved.day, cells, each.moved.voucher, *ends))
    whole = (*map(paise, sums), paise(left), paise(owed))
    columns = words(
        *("day", "particulars", "voucher", "lent", "interest_charged", "principal_paid"),
        *("interest_paid", "principal_otherwise", "interest_otherwise", "principal_left"),
        "interest_due",
    )
    total: Row = (period.last, CodeWord("closing_balance"), None, *whole)
    section = Section((CodeWord("loan"), whose(period, principal)), columns, tuple(rows), total)
    return without_empty(section, "principal_otherwise", "interest_otherwise")


def _change(moves: Sequence[int]) -> int:
    """The change of the principal by what was lent, paid and moved otherwise."""
    lent, paid, otherwise = moves
    return lent - paid + otherwise


def _moves(entry: list[Movement], principal: str, interest: str) -> tuple[Movement, list[int]]:
    """An entry's last posting to a loan, and its amounts by the columns of `_MOVES`, in paise."""
    moves, last = [0] * len(_MOVES), entry[0]
    for each in entry:
        for name, move in loan_moves(each):
            if name in {principal, interest}:
                moves = added(moves, [move.of(*column) for column in _MOVES])
                last = each
    return last, moves


def passbook(period: Period, member_id: str) -> tuple[Section, ...]:
    """One member's savings and each of her loans."""
    hers = [name for each in period.moved for name in (each.debit, each.credit)]
    loans = _loan_sections(period, (loan_of(name) for name in hers if is_loan_of(member_id, name)))
    moved = tuple(one for one in loans if len(one.rows) > 1 or _is_open(one))
    return (_savings(period, member_id), *moved)


def _is_open(section: Section) -> bool:
    return any(isinstance(cell, Amount) and cell.minor for cell in section.rows[0])


def _savings(period: Period, member_id: str) -> Section:
    name = savings(member_id)
    saved, pairs = -opening(period)[name], references(period)
    rows: list[Row] = [(period.first, CodeWord("opening_balance"), *[None] * 4, paise(saved))]
    sums = [0, 0, 0]
    for each in in_period(period):
        moves = saving_moves(each, name)
        if any(moves):
            sums, saved = added(sums, moves), saved + moves[0] - moves[1] + moves[2]
            cells = particulars(period, each, pairs, is_hers=True)
            rows.append(
                (each.moved.day, cells, each.moved.voucher, *map(some, moves), paise(saved))
            )
    ends = (*map(paise, sums), paise(saved))
    total: Row = (period.last, CodeWord("closing_balance"), None, *ends)
    columns = words("day", "particulars", "voucher", "paid_in", "paid_out", "otherwise", "balance")
    return without_empty(Section(words(SAVINGS), columns, tuple(rows), total), "otherwise")


def saving_moves(each: Movement, name: str) -> tuple[int, int, int]:
    """What a movement pays into an account of savings, pays out, and changes otherwise; in paise.

    Paid is what comes from the boxes or goes into them. A share of what was earned, savings taken
    over from old books or moved from another record, and what pays a loan are other changes.
    """
    into, out = each.amount * (each.credit == name), each.amount * (each.debit == name)
    if each.debit in BOXES or each.credit in BOXES:
        return into, out, 0
    return 0, 0, into - out


def dues(
    borrowed: Borrowed, moves: Sequence[LoanMove], period: Period, payable_on: PayableOn
) -> Dues:
    """Demand and collection of a loan in a period; nothing is demanded while it was not out."""
    first, last, before = period.first, period.last, period.first - _DAY
    earlier, until = books_on(borrowed, moves, before), books_on(borrowed, moves, last)
    arrears = due(earlier[-1], before).amount if earlier else 0
    came = collected(moves, first, last)
    if not until:
        # Its hand-over was reversed, if it was ever out.
        return Dues(arrears=arrears, asked=came, collected=came, ahead=0, balance=0, days=0)
    now = until[-1]
    old = sum(
        paid.principal + paid.interest
        for book in until[:-1]
        for paid in book.paid
        if first <= paid.day and not paid.is_let_off
    )
    # A waived amount is no longer demanded, and it was not collected.
    paid_before = tuple(paid for paid in now.paid if paid.day < first or paid.is_let_off)
    asked = due(replace(now, paid=paid_before), last).amount + old
    balance, late = due(now, last).amount, overdue(now, last, payable_on)
    return Dues(
        arrears=arrears,
        asked=asked,
        collected=came,
        ahead=came - (asked - balance),
        balance=balance,
        days=late.days if late else 0,
    )


def demand(period: Period, every: Sequence[Borrowed], payable_on: PayableOn) -> tuple[Section, ...]:
    """Demand, collection and balance: a row for each loan with an amount due or collected.

    Below it stands what was corrected in the period of payments before it: it is in the collection.
    """
    rows: list[Row] = []
    sums = [0] * 6
    by_loan = moves_by_loan(movements(period.moved))
    for one in every:
        loan_dues = dues(one, by_loan.get(one.loan_id, ()), period, payable_on)
        amounts = [loan_dues.arrears, loan_dues.demand, loan_dues.asked, loan_dues.collected]
        amounts += [loan_dues.ahead, loan_dues.balance]
        if not any(amounts):
            continue
        sums = added(sums, amounts)
        who = whose(period, loan_principal(one.member_id, one.loan_id))
        rows.append(
            (who, *map(paise, amounts), loan_dues.days, CodeWord(age(loan_dues.days).value))
        )
    columns = words(
        *("member", "arrears", "fell_due", "demand", "collected", "ahead", "balance"),
        *("days_late", "age"),
    )
    total: Row = (CodeWord("total"), *map(paise, sums), None, None)
    return (Section((), columns, tuple(rows), total), *_corrected(period))


def _corrected(period: Period) -> tuple[Section, ...]:
    """The payments before the period that were corrected in it, if any."""
    pairs, every = references(period), corrections(period, *_PAYMENTS)
    rows = tuple(_correction(period, each, pairs) for each in every)
    total: Row = (None, CodeWord("total"), None, paise(sum(each.amount for each in every)))
    columns = words("day", "particulars", "voucher", "collected")
    section = Section(words("corrected_here"), columns, rows, total)
    return (section,) if rows else ()


def _correction(period: Period, each: Movement, pairs: Mapping[str, Reference]) -> Row:
    cells = particulars(period, each, pairs, is_in_parts=True)
    return (each.moved.day, cells, each.moved.voucher, paise(each.amount))


def corrections(period: Period, *reasons: Reason) -> tuple[Movement, ...]:
    """The movements of the period, of these reasons, that correct a meeting before the period."""
    days = meeting_days(period.moved)
    return tuple(
        each
        for each in in_period(period)
        if each.reason in reasons and days.get(each.moved.key, each.moved.day) < period.first
    )


def lent_at(period: Period, every: Iterable[Borrowed], payable_on: PayableOn) -> list[Lent]:
    """Each loan outstanding at the end of a period, with its days overdue and arrears."""
    loans_out: list[Lent] = []
    by_loan, day = moves_by_loan(movements(period.moved)), period.last
    for one in every:
        books = books_on(one, by_loan.get(one.loan_id, ()), day)
        left = principal_left(books[-1], day) if books else 0
        if left:
            late = overdue(books[-1], day, payable_on)
            loans_out.append(Lent(left, late.days, late.owed.amount) if late else Lent(left, 0))
    return loans_out


def ever_lent(period: Period, every: Iterable[Borrowed]) -> int:
    """How many loans were handed over by the end of a period."""
    by_loan = moves_by_loan(movements(period.moved))
    return sum(1 for one in every if books_on(one, by_loan.get(one.loan_id, ()), period.last))


def recovered(period: Period, every: Sequence[Borrowed], payable_on: PayableOn) -> Fraction | None:
    """The collected share of the demand of a period; None where nothing was due."""
    by_loan = moves_by_loan(movements(period.moved))
    loan_dues = [dues(one, by_loan.get(one.loan_id, ()), period, payable_on) for one in every]
    asked = sum(one.asked for one in loan_dues)
    missing = sum(one.balance for one in loan_dues)
    return Fraction(asked - missing, asked) if asked > 0 else None


def risk(period: Period, every: Sequence[Borrowed], payable_on: PayableOn) -> Fraction:
    """PAR30, the portfolio at risk, at the end of a period: a share from 0 to 1."""
    return at_risk(lent_at(period, every, payable_on))
