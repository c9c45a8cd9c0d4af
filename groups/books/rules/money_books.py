"""The money books of a period, all made from the same postings, so that they agree.

Every book is in order of days. A reversal lowers the column and the head of what it reverses, and
names it; only the general ledger shows debit and credit as they stand.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

from groups.books.model import CodeWord, Movement, Period, Reference, Row, Section
from groups.books.rules.book_lines import (
    BOXES,
    added,
    closing,
    in_period,
    opening,
    particulars,
    place_of,
    references,
    some,
    title_of,
    words,
)
from ledger.accounts import (
    CHART,
    LOAN_INTEREST_DUE,
    Kind,
    LoanPart,
    account,
    bank,
    cash_box,
    loan_of,
    share_out,
)
from ledger.model import paise

INTEREST_RECEIVED: Final = "interest_received"
_CASH_COLUMNS: Final = (
    *("day", "particulars", "voucher", "cash_in", "cash_out", "bank_in", "bank_out"),
    *("in_box", "at_bank"),
)
_LAST_OF_LOANS: Final = list(CHART).index(LOAN_INTEREST_DUE) + 1
_HEADS: Final = (*[*CHART][:_LAST_OF_LOANS], INTEREST_RECEIVED, *[*CHART][_LAST_OF_LOANS:])


def cash_book(period: Period) -> tuple[Section, ...]:
    """Every movement of the cash box and the bank, with both balances after it."""
    begun, pairs = opening(period), references(period)
    cash, at_bank = begun[cash_box()], begun[bank()]
    left = (CodeWord("opening_balance"), *[None] * 5)
    rows: list[Row] = [(period.first, *left, paise(cash), paise(at_bank))]
    sums = [0, 0, 0, 0]
    for each in in_period(period):
        moves = [each.amount * (name == box) for box in BOXES for name in (each.debit, each.credit)]
        if not any(moves):
            continue
        sums = added(sums, moves)
        cash, at_bank = cash + moves[0] - moves[1], at_bank + moves[2] - moves[3]
        cells = particulars(period, each, pairs, is_in_parts=True)
        ends = (*map(some, moves), paise(cash), paise(at_bank))
        rows.append((each.moved.day, cells, each.moved.voucher, *ends))
    whole = (*map(paise, sums), paise(cash), paise(at_bank))
    total: Row = (period.last, CodeWord("closing_balance"), None, *whole)
    return (Section((), words(*_CASH_COLUMNS), tuple(rows), total),)


def general_ledger(period: Period) -> tuple[Section, ...]:
    """Every account: its opening balance, its movements, its closing balance."""
    begun, moves = opening(period), defaultdict[str, list[Movement]](list)
    for each in in_period(period):
        moves[each.debit].append(each)
        moves[each.credit].append(each)
    names = {name for name, net in begun.items() if net} | moves.keys()
    pairs = references(period)
    return tuple(
        account_section(period, name, begun[name], moves[name], pairs)
        for name in sorted(names, key=lambda each: place_of(period, each))
    )


def account_section(
    period: Period,
    name: str,
    net: int,
    moves: Sequence[Movement],
    pairs: Mapping[str, Reference],
) -> Section:
    """One account of the general ledger; `net` is its opening debits less credits, in paise."""
    place = account(name)
    rows: list[Row] = [(period.first, CodeWord("opening_balance"), *[None] * 4, place.balance(net))]
    debits = credit = 0
    for each in moves:
        moved = each.moved
        into, out = moved.amount * (moved.debit == name), moved.amount * (moved.credit == name)
        debits, credit, net = debits + into, credit + out, net + into - out
        other = title_of(period, moved.credit if into else moved.debit)
        cells = particulars(period, each, pairs)
        ends = (some(into), some(out), place.balance(net))
        rows.append((moved.day, cells, moved.voucher, other, *ends))
    whole = (paise(debits), paise(credit), place.balance(net))
    total: Row = (period.last, CodeWord("closing_balance"), None, None, *whole)
    columns = words("day", "particulars", "voucher", "other_account", "debit", "credit", "balance")
    return Section(title_of(period, name), columns, tuple(rows), total)


def receipts(period: Period) -> tuple[Section, ...]:
    """Receipts and payments of cash box and bank together, by head of account.

    A reversal lowers the side on which the reversed entry stood.
    """
    came, went = Counter[str](), Counter[str]()
    for _, entry in groupby(in_period(period), key=lambda each: each.moved.key):
        for into, head, amount in _received(tuple(entry)):
            (came if into else went)[head] += amount
    begun, ended = opening(period), closing(period)
    before = [(f"opening_{box}", begun[box]) for box in BOXES]
    after = [(f"closing_{box}", ended[box]) for box in BOXES]
    return (
        _summed("receipts", [*before, *_by_chart(came)]),
        _summed("payments", [*_by_chart(went), *after]),
    )


def balance_sheet(period: Period) -> tuple[Section, ...]:
    """What the group owns and owes on the last day, and its surplus since it began."""
    ended = closing(period)
    heads: dict[Kind, Counter[str]] = {kind: Counter() for kind in Kind}
    for name, net in ended.items():
        place = account(name).place
        grows = 1 if place.kind in {Kind.ASSET, Kind.EXPENSE} else -1
        heads[place.kind][place.pattern] += grows * net
    surplus = sum(heads[Kind.INCOME].values()) - sum(heads[Kind.EXPENSE].values())
    owed = [*_by_chart(heads[Kind.LIABILITY]), *_by_chart(heads[Kind.EQUITY])]
    return (
        _summed("liabilities", [*owed, ("surplus", surplus)]),
        _summed("assets", _by_chart(heads[Kind.ASSET])),
        _summed("income", _by_chart(heads[Kind.INCOME])),
        _summed("spending", _by_chart(heads[Kind.EXPENSE])),
    )


def _received(entry: Sequence[Movement]) -> Iterator[tuple[bool, str, int]]:
    """What an entry moves into the boxes (True) or out of them, by head, in paise.

    What a share-out pays is first the member's part of what was earned, then her savings.
    """
    earned = Counter[str]()
    for each in entry:
        if each.debit == share_out():
            earned[each.credit] += each.amount
    for each in entry:
        if each.debit in BOXES and each.credit not in BOXES:
            yield True, _head(each.credit), each.amount
        elif each.credit in BOXES and each.debit not in BOXES:
            shared = _nearer_nothing(each.amount, earned[each.debit])
            yield False, share_out(), shared
            yield False, _head(each.debit), each.amount - shared


def _nearer_nothing(amount: int, bound: int) -> int:
    """The one of two amounts of the same sign that is nearer to 0."""
    return min(amount, bound, key=abs)


def _head(name: str) -> str:
    """The head of receipts and payments for the account on the other side."""
    loan = loan_of(name)
    if loan is not None and loan.part is LoanPart.INTEREST_DUE:
        return INTEREST_RECEIVED
    return account(name).place.pattern


def _by_chart(heads: Counter[str]) -> list[tuple[str, int]]:
    """The heads with an amount other than 0, in the order of the chart."""
    return [(head, heads[head]) for head in _HEADS if heads[head]]


def _summed(title: str, heads: Iterable[tuple[str, int]]) -> Section:
    rows = [(CodeWord(head), paise(amount)) for head, amount in heads]
    total = paise(sum(amount.minor for _, amount in rows))
    return Section(words(title), words("head", "amount"), tuple(rows), (CodeWord("total"), total))
