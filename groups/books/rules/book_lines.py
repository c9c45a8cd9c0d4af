"""Shared by all books of a period: balances, the order of lines, whom a line is about."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from groups.books.model import Cell, CodeWord, Moved, Movement, Period, Reference, Row, Section
from ledger.accounts import CHART, LoanPart, account, bank, cash_box, loan_of, saver_of
from ledger.model import Amount, Reason, paise

REVERSED: Final = ":reversed"  # a reversal's key is the reversed key with this suffix
BOXES: Final = (cash_box(), bank())
_PATTERNS: Final = tuple(CHART)
_MEETING: Final = "meeting:"  # with its id and another colon, so begins the key of its entries
_PARTS: Final = {LoanPart.PRINCIPAL: "of_principal", LoanPart.INTEREST_DUE: "of_interest"}
# Entries that move both parts of a loan; others move the part that their reason names.
_IN_PARTS: Final = frozenset(
    {Reason.LOAN_REPAID, Reason.LOAN_SET_OFF, Reason.LOAN_WAIVED, Reason.LOAN_WRITTEN_OFF}
)


def balances_at(moved: Iterable[Moved], before: date) -> Counter[str]:
    """Debits less credits of every account before a day, in paise."""
    balances: Counter[str] = Counter()
    for each in moved:
        if each.day < before:
            balances[each.debit] += each.amount
            balances[each.credit] -= each.amount
    return balances


def opening(period: Period) -> Counter[str]:
    """Debits less credits of every account before the period; in paise."""
    return balances_at(period.moved, period.first)


def closing(period: Period) -> Counter[str]:
    """Debits less credits of every account at the end of the period; in paise."""
    return balances_at(period.moved, date.max)


def movements(moved: Iterable[Moved]) -> tuple[Movement, ...]:
    """Postings up to any day as books count them, in order of days and then of recording."""
    postings = tuple(moved)
    reasons = {each.key: each.reason for each in postings}
    return tuple(_movement(each, reasons) for each in postings)


def in_period(period: Period) -> tuple[Movement, ...]:
    """The period's postings in order of days and then of recording."""
    every = movements(period.moved)
    return tuple(each for each in every if each.moved.day >= period.first)


def references(period: Period) -> Mapping[str, Reference]:
    """For each entry reversed by the end of the period and its reversal: the other of the pair."""
    entries = {each.key: each for each in period.moved}
    pairs: dict[str, Reference] = {}
    for key, reversal in entries.items():
        original = entries.get(key.removesuffix(REVERSED))
        if reversal.reason == Reason.REVERSAL and original is not None:
            pairs[key] = Reference(original.voucher, original.day)
            pairs[original.key] = Reference(reversal.voucher, reversal.day)
    return pairs


def meeting_days(moved: Iterable[Moved]) -> Mapping[str, date]:
    """For each entry of a meeting, by its key, the day of the meeting's first entry.

    A correction's entries are dated when it was made.
    """
    by_meeting: dict[str, date] = {}
    days: dict[str, date] = {}
    for each in moved:
        if each.key.startswith(_MEETING):
            meeting = each.key.split(":")[1]
            days[each.key] = by_meeting.setdefault(meeting, each.day)
    return days


def particulars(
    period: Period,
    each: Movement,
    pairs: Mapping[str, Reference],
    *,
    is_hers: bool = False,
    is_in_parts: bool = False,
) -> Row:
    """The reason of a line, its member, and the entry with which it is paired.

    `is_hers` leaves the member out; `is_in_parts` tells the principal of a repayment from its
    interest.
    """
    moved = each.moved
    cells: list[Cell] = [CodeWord(moved.reason)]
    if is_in_parts and each.reason in _IN_PARTS:
        part = loan_of(each.credit)
        cells += [CodeWord(_PARTS[part.part])] if part else []
    who = whose(period, each.debit) or whose(period, each.credit)
    if who and not is_hers:
        cells.append(who)
    if moved.key in pairs:
        cells += [] if moved.reason == Reason.REVERSAL else [CodeWord("was_put_right")]
        cells.append(pairs[moved.key])
    return tuple(cells)


def whose(period: Period, name: str) -> str:
    """The member of an account by number and name, with her loan's number; else empty."""
    loan = loan_of(name)
    if loan is not None:
        return f"{_named(period, loan.member_id)} #{period.loans[loan.loan_id]}"
    saver = saver_of(name)
    return "" if saver is None else _named(period, saver)


def title_of(period: Period, name: str) -> Row:
    """The title of an account: its kind, and its member if it has one."""
    who = whose(period, name)
    head = CodeWord(account(name).place.pattern)
    return (head, who) if who else (head,)


def place_of(period: Period, name: str) -> tuple[int, int, int, str]:
    """The sort key of an account: its place in the chart, its member's and its loan's number."""
    loan = loan_of(name)
    member_id = loan.member_id if loan else saver_of(name)
    number = period.members[member_id].number if member_id else 0
    nth = period.loans[loan.loan_id] if loan else 0
    return (_PATTERNS.index(account(name).place.pattern), number, nth, name)


def without_empty(section: Section, *codes: str) -> Section:
    """The section without those of the named columns in which no row has an amount."""
    kept = [
        n
        for n, column in enumerate(section.columns)
        if not (isinstance(column, CodeWord) and column.code in codes)
        or any(row[n] is not None for row in section.rows)
    ]
    total = section.total
    return replace(
        section,
        columns=tuple(section.columns[n] for n in kept),
        rows=tuple(tuple(row[n] for n in kept) for row in section.rows),
        total=None if total is None else tuple(total[n] for n in kept),
    )


def words(*codes: str) -> tuple[CodeWord, ...]:
    """Wrap codes as words."""
    return tuple(map(CodeWord, codes))


def some(amount: int) -> Amount | None:
    """A cell with an amount in paise; empty for 0."""
    return paise(amount) if amount else None


def added(sums: Sequence[int], amounts: Sequence[int]) -> list[int]:
    """Each sum with its amount added."""
    return [whole + part for whole, part in zip(sums, amounts, strict=True)]


def _movement(each: Moved, reasons: Mapping[str, str]) -> Movement:
    if each.reason != Reason.REVERSAL:
        return Movement(each, each.reason, each.debit, each.credit, each.amount)
    reason = reasons.get(each.key.removesuffix(REVERSED), each.reason)
    return Movement(each, reason, each.credit, each.debit, -each.amount)


def _named(period: Period, member_id: str) -> str:
    member = period.members[member_id]
    return f"{member.number} · {member.name}"
