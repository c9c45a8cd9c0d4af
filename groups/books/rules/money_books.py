"""The money books of a period, all made from the same postings, so that they agree.

A reversal stands beside the entry it reverses, if both are in the period.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from groups.books.model import CodeWord, Moved, Period, Row, Section
from groups.books.rules.book_lines import (
    closing,
    in_period,
    opening,
    particulars,
    place_of,
    put_right,
    some,
    title_of,
    words,
)
from ledger.accounts import CHART, Kind, account, bank, cash_box
from ledger.model import Reason, paise

_BOXES: Final = (cash_box(), bank())
_CASH_COLUMNS: Final = (
    *("day", "particulars", "cash_in", "cash_out", "bank_in", "bank_out"),
    *("in_box", "at_bank"),
)


def cash_book(period: Period) -> tuple[Section, ...]:
    """Every movement of the cash box and the bank, with both balances after it."""
    begun, undone = opening(period), put_right(period)
    cash, at_bank = begun[cash_box()], begun[bank()]
    left = (CodeWord("opening_balance"), *[None] * 4)
    rows: list[Row] = [(period.first, *left, paise(cash), paise(at_bank))]
    sums = [0, 0, 0, 0]
    for each in in_period(period):
        moves = [
            each.amount * (name == box) for box in _BOXES for name in (each.debit, each.credit)
        ]
        if not any(moves):
            continue
        sums = [whole + part for whole, part in zip(sums, moves, strict=True)]
        cash, at_bank = cash + moves[0] - moves[1], at_bank + moves[2] - moves[3]
        cells = particulars(period, each, undone)
        rows.append((each.day, cells, *map(some, moves), paise(cash), paise(at_bank)))
    ends = (*map(paise, sums), paise(cash), paise(at_bank))
    total: Row = (period.last, CodeWord("closing_balance"), *ends)
    return (Section((), words(*_CASH_COLUMNS), tuple(rows), total),)


def general_ledger(period: Period) -> tuple[Section, ...]:
    """Every account: its opening balance, its movements, its closing balance."""
    begun, moves = opening(period), defaultdict[str, list[Moved]](list)
    for each in in_period(period):
        moves[each.debit].append(each)
        moves[each.credit].append(each)
    names = {name for name, net in begun.items() if net} | moves.keys()
    undone = put_right(period)
    return tuple(
        account_section(period, name, begun[name], moves[name], undone)
        for name in sorted(names, key=place_of)
    )


def account_section(
    period: Period, name: str, net: int, moves: Sequence[Moved], undone: frozenset[str]
) -> Section:
    """One account of the general ledger; `net` is its opening debits less credits, in paise."""
    place = account(name)
    rows: list[Row] = [
        (period.first, CodeWord("opening_balance"), None, None, None, place.balance(net))
    ]
    debits = credit = 0
    for each in moves:
        into, out = each.amount * (each.debit == name), each.amount * (each.credit == name)
        debits, credit, net = debits + into, credit + out, net + into - out
        other = title_of(period, each.credit if into else each.debit)
        cells = particulars(period, each, undone)
        rows.append((each.day, cells, other, some(into), some(out), place.balance(net)))
    ends = (paise(debits), paise(credit), place.balance(net))
    total: Row = (period.last, CodeWord("closing_balance"), None, *ends)
    columns = words("day", "particulars", "other_account", "debit", "credit", "balance")
    return Section(title_of(period, name), columns, tuple(rows), total)


def receipts(period: Period) -> tuple[Section, ...]:
    """Receipts and payments of cash box and bank together, by head of account.

    A reversal lowers the side on which the reversed entry stood.
    """
    came, went = Counter[str](), Counter[str]()
    for each in in_period(period):
        into, out = each.debit in _BOXES, each.credit in _BOXES
        is_back = each.reason == Reason.REVERSAL
        if into and not out:
            head = account(each.credit).place.pattern
            (went if is_back else came)[head] += -each.amount if is_back else each.amount
        elif out and not into:
            head = account(each.debit).place.pattern
            (came if is_back else went)[head] += -each.amount if is_back else each.amount
    begun, ended = opening(period), closing(period)
    before = [(f"opening_{box}", begun[box]) for box in _BOXES]
    after = [(f"closing_{box}", ended[box]) for box in _BOXES]
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


def _by_chart(heads: Counter[str]) -> list[tuple[str, int]]:
    """The heads with an amount other than 0, in the order of the chart."""
    return [(head, heads[head]) for head in CHART if heads[head]]


def _summed(title: str, heads: Iterable[tuple[str, int]]) -> Section:
    rows = [(CodeWord(head), paise(amount)) for head, amount in heads]
    total = paise(sum(amount.minor for _, amount in rows))
    return Section(words(title), words("head", "amount"), tuple(rows), (CodeWord("total"), total))
