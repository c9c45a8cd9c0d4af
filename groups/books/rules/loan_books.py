"""The books of loans and of one member: loan ledger, passbook, demand and collection."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby
from typing import Final

from groups.books.model import CodeWord, Moved, Period, Row, Section
from groups.books.rules.book_lines import (
    in_period,
    opening,
    particulars,
    place_of,
    put_right,
    some,
    whose,
    words,
)
from groups.loans.rules.arrears import Lent, age, at_risk
from groups.loans.rules.outstanding import LoanBook, PayableOn, due, overdue, principal_left
from ledger.accounts import (
    SAVINGS,
    LoanAccount,
    is_loan_of,
    loan_interest_due,
    loan_of,
    loan_principal,
    savings,
)
from ledger.model import Amount, paise

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Borrowed:
    """A loan after its hand-over; `books` has one loan book for each schedule, oldest first."""

    loan_id: str
    member_id: str
    books: tuple[LoanBook, ...]


@dataclass(frozen=True, slots=True)
class Dues:
    """Demand, collection and balance of one loan in a period, in paise."""

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
    ordered = sorted(loans, key=place_of)
    return tuple(loan_section(period, loans[name]) for name in ordered)


def loan_section(period: Period, loan: LoanAccount) -> Section:
    """One loan by any of its accounts."""
    principal = loan_principal(loan.member_id, loan.loan_id)
    interest, begun = loan_interest_due(loan.member_id, loan.loan_id), opening(period)
    left, owed = begun[principal], begun[interest]
    rows: list[Row] = [
        (period.first, CodeWord("opening_balance"), *[None] * 4, paise(left), paise(owed))
    ]
    sums, undone = [0, 0, 0, 0], put_right(period)
    for _, entry in groupby(in_period(period), key=lambda each: each.key):
        each, moves = _moves([*entry], principal, interest)
        if any(moves):
            sums = [whole + part for whole, part in zip(sums, moves, strict=True)]
            left, owed = left + moves[0] - moves[2], owed + moves[1] - moves[3]
            cells = particulars(period, each, undone)
            rows.append(
                (each.day, cells[:1] + cells[2:], *map(some, moves), paise(left), paise(owed))
            )
    ends = (*map(paise, sums), paise(left), paise(owed))
    columns = words(
        *("day", "particulars", "lent", "interest_charged", "principal_paid", "interest_paid"),
        *("principal_left", "interest_due"),
    )
    total: Row = (period.last, CodeWord("closing_balance"), *ends)
    return Section((CodeWord("loan"), whose(period, principal)), columns, tuple(rows), total)


def _moves(entry: list[Moved], principal: str, interest: str) -> tuple[Moved, list[int]]:
    """An entry's last posting to a loan, and its lent, charged and two paid amounts in paise."""
    moves, last = [0, 0, 0, 0], entry[0]
    for each in entry:
        sides = (each.debit, each.credit)
        amounts = [each.amount * (name == side) for side in sides for name in (principal, interest)]
        moves = [whole + part for whole, part in zip(moves, amounts, strict=True)]
        last = each if any(amounts) else last
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
    saved, undone = -opening(period)[name], put_right(period)
    rows: list[Row] = [(period.first, CodeWord("opening_balance"), None, None, paise(saved))]
    paid_in = paid_out = 0
    for each in in_period(period):
        into, out = each.amount * (each.credit == name), each.amount * (each.debit == name)
        if into or out:
            paid_in, paid_out, saved = paid_in + into, paid_out + out, saved + into - out
            cells = particulars(period, each, undone)
            rows.append((each.day, cells[:1] + cells[2:], some(into), some(out), paise(saved)))
    ends = (paise(paid_in), paise(paid_out), paise(saved))
    total: Row = (period.last, CodeWord("closing_balance"), *ends)
    columns = words("day", "particulars", "paid_in", "paid_out", "balance")
    return Section(words(SAVINGS), columns, tuple(rows), total)


def dues(borrowed: Borrowed, first: date, last: date, payable_on: PayableOn) -> Dues | None:
    """Demand and collection of a loan from `first` to `last`; None if it was lent later."""
    books = [book for book in borrowed.books if book.began <= last]
    if not books:
        return None
    now, before = books[-1], first - _DAY
    earlier = [book for book in books if book.began < first]
    old = sum(_paid(book, first, last) for book in books[:-1])
    # A waived amount is no longer demanded, and it was not collected.
    paid_before = tuple(paid for paid in now.paid if paid.day < first or paid.is_let_off)
    asked = due(replace(now, paid=paid_before), last).amount + old
    collected, balance = old + _paid(now, first, last), due(now, last).amount
    late = overdue(now, last, payable_on)
    return Dues(
        arrears=due(earlier[-1], before).amount if earlier else 0,
        asked=asked,
        collected=collected,
        ahead=collected - (asked - balance),
        balance=balance,
        days=late.days if late else 0,
    )


def demand(period: Period, every: Sequence[Borrowed], payable_on: PayableOn) -> tuple[Section, ...]:
    """Demand, collection and balance: a row for each loan with an amount due or collected."""
    rows: list[Row] = []
    sums = [0] * 6
    for one in every:
        loan_dues = dues(one, period.first, period.last, payable_on)
        if loan_dues is None or not (loan_dues.asked or loan_dues.collected):
            continue
        amounts = [loan_dues.arrears, loan_dues.demand, loan_dues.asked, loan_dues.collected]
        amounts += [loan_dues.ahead, loan_dues.balance]
        sums = [whole + part for whole, part in zip(sums, amounts, strict=True)]
        who = whose(period, loan_principal(one.member_id, one.loan_id))
        rows.append(
            (who, *map(paise, amounts), loan_dues.days, CodeWord(age(loan_dues.days).value))
        )
    columns = words(
        *("member", "arrears", "fell_due", "demand", "collected", "ahead", "overdue"),
        *("days_late", "age"),
    )
    total: Row = (CodeWord("total"), *map(paise, sums), None, None)
    return (Section((), columns, tuple(rows), total),)


def lent_at(every: Iterable[Borrowed], day: date, payable_on: PayableOn) -> list[Lent]:
    """Each loan outstanding at the end of a day, with its days overdue and arrears."""
    loans_out: list[Lent] = []
    for one in every:
        books = [book for book in one.books if book.began <= day]
        left = principal_left(books[-1], day) if books else 0
        if left:
            late = overdue(books[-1], day, payable_on)
            loans_out.append(Lent(left, late.days, late.owed.amount) if late else Lent(left, 0))
    return loans_out


def recovered(period: Period, every: Sequence[Borrowed], payable_on: PayableOn) -> Fraction | None:
    """The collected share of the demand of a period; None where nothing was due."""
    loan_dues = [dues(one, period.first, period.last, payable_on) for one in every]
    asked = sum(one.asked for one in loan_dues if one)
    missing = sum(one.balance for one in loan_dues if one)
    return Fraction(asked - missing, asked) if asked else None


def risk(every: Sequence[Borrowed], day: date, payable_on: PayableOn) -> Fraction:
    """PAR30, the portfolio at risk, at the end of a day: a share from 0 to 1."""
    return at_risk(lent_at(every, day, payable_on))


def _paid(book: LoanBook, first: date, last: date) -> int:
    came = (paid for paid in book.paid if first <= paid.day <= last and not paid.is_let_off)
    return sum(paid.principal + paid.interest for paid in came)
