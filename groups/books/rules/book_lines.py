"""Shared by all books of a period: balances, the order of lines, whom a line is about."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Final

from groups.books.model import Cell, CodeWord, Moved, Period, Row
from ledger.accounts import CHART, account, loan_of, saver_of
from ledger.model import Amount, Reason, paise

REVERSED: Final = ":reversed"  # a reversal's key is the reversed key with this suffix
_PATTERNS: Final = tuple(CHART)


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


def in_period(period: Period) -> list[Moved]:
    """The period's postings; a reversal follows the entry it reverses if both are in it."""
    inside = [each for each in period.moved if each.day >= period.first]
    places = {each.key: (each.day, each.entry_id) for each in inside}

    def place(each: Moved) -> tuple[date, int, int, int]:
        anchor = places.get(each.key.removesuffix(REVERSED), (each.day, each.entry_id))
        return (*anchor, each.entry_id, each.line)

    return sorted(inside, key=place)


def put_right(period: Period) -> frozenset[str]:
    """The keys of the entries that were reversed by the end of the period."""
    return frozenset(
        each.key.removesuffix(REVERSED) for each in period.moved if each.reason == Reason.REVERSAL
    )


def particulars(period: Period, each: Moved, undone: frozenset[str]) -> Row:
    """The reason of a line, its member, and whether it was reversed."""
    cells: list[Cell] = [CodeWord(each.reason)]
    who = whose(period, each.debit) or whose(period, each.credit)
    if who:
        cells.append(who)
    if each.key in undone:
        cells.append(CodeWord("was_put_right"))
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


def place_of(name: str) -> tuple[int, str]:
    """The sort key of an account: its place in the chart, then its name."""
    return (_PATTERNS.index(account(name).place.pattern), name)


def words(*codes: str) -> tuple[CodeWord, ...]:
    """Wrap codes as words."""
    return tuple(map(CodeWord, codes))


def some(amount: int) -> Amount | None:
    """A cell with an amount in paise; empty for 0."""
    return paise(amount) if amount else None


def _named(period: Period, member_id: str) -> str:
    member = period.members[member_id]
    return f"{member.number} · {member.name}"
