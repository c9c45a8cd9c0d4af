"""The journal as hledger text, beancount text and CSV, so that other programs can check the books.

Each text is streamed line by line from one snapshot. It holds ids, never a person's words.
"""

import csv
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from io import StringIO
from typing import Any, Final, LiteralString

from ledger.accounts import Kind, account
from ledger.books import REVERSED
from ledger.model import Amount, Posting, Reason, Unit
from storage.database import LongRead
from storage.tx import moment

_ENTRIES: Final[LiteralString] = """
    SELECT e.id, e.group_id, e.key, e.reason, e.day, e.recorded_at, e.recorded_by, e.memo, r.key,
           p.debit, p.credit, p.minor, p.unit
    FROM entries e
    JOIN postings p ON p.entry_id = e.id
    LEFT JOIN entries r ON r.group_id = e.group_id AND r.key = e.key || ':reversed'
    WHERE CAST(:group_id AS TEXT) IS NULL OR e.group_id = CAST(:group_id AS TEXT)
    ORDER BY e.day, e.id, p.line
"""

_BALANCES: Final[LiteralString] = """
    SELECT group_id, account, net_debit, unit FROM balances
    WHERE CAST(:group_id AS TEXT) IS NULL OR group_id = CAST(:group_id AS TEXT)
    ORDER BY group_id, account
"""

_DAYS: Final[LiteralString] = """
    SELECT MIN(day), MAX(day) FROM entries
    WHERE CAST(:group_id AS TEXT) IS NULL OR group_id = CAST(:group_id AS TEXT)
"""

_ROOTS: Final = {
    Kind.ASSET: "Assets",
    Kind.LIABILITY: "Liabilities",
    Kind.EQUITY: "Equity",
    Kind.INCOME: "Income",
    Kind.EXPENSE: "Expenses",
}
_MARKS: Final = {"<member>": "M-", "<loan>": "L-"}

_COLUMNS: Final = (
    "group", "entry", "key", "reason", "day", "recorded_at", "by", "memo", "reverses",
    "reversed_by", "debit", "credit", "amount", "unit",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Booked:
    postings: tuple[Posting, ...]
    entry_id: int
    group_id: str
    key: str
    reason: str
    iso_day: str
    recorded_at: int
    by: str
    memo: str | None
    reversed_by: str | None

    @property
    def reverses(self) -> str | None:
        return self.key.removesuffix(REVERSED) if self.reason == Reason.REVERSAL else None

    @property
    def tags(self) -> dict[str, str]:
        """The tags of an entry: all that is shown beside its postings."""
        all_tags = {
            "key": self.key,
            "by": self.by,
            "recorded": moment(self.recorded_at).isoformat(),
            "memo": self.memo,
            "reverses": self.reverses,
            "reversed-by": self.reversed_by,
        }
        return {name: value for name, value in all_tags.items() if value is not None}


async def hledger_journal(read: LongRead, *, group_id: str | None = None) -> AsyncIterator[str]:
    """Return the lines of an hledger journal of one group or all; it asserts the stored balances.

    `hledger check --strict` accepts it only if the postings add up to the stored balances.
    """
    for unit in Unit:
        yield f"commodity 1000.00 {unit}\n"
    async for name, _ in _kept(read, group_id):
        yield f"account {name}\n"
    async for booked in _booked(read, group_id):
        tags = ", ".join(f"{name}:{value}" for name, value in booked.tags.items())
        yield f"\n{booked.iso_day} * ({booked.entry_id}) {booked.reason}  ; {tags}\n"
        for line in _legs(booked):
            yield line
    _, last = await _days(read, group_id)
    if last is not None:
        yield f"\n{last} * kept balances\n"
    async for name, balance in _kept(read, group_id):
        yield f"    {name}  0.00 {balance.unit} = {_decimal(balance)} {balance.unit}\n"


async def beancount_journal(read: LongRead, *, group_id: str | None = None) -> AsyncIterator[str]:
    """Return the lines of a beancount ledger of one group or all; it asserts the stored balances.

    `bean-check` accepts it only if the postings add up to the stored balances.
    """
    yield 'option "title" "Saakh"\n'
    yield 'option "operating_currency" "INR"\n\n'
    first, last = await _days(read, group_id)
    if first is None or last is None:
        return
    async for name, balance in _kept(read, group_id):
        yield f"{first} open {name} {balance.unit}\n"
    async for booked in _booked(read, group_id):
        marks = {"#reversal": booked.reverses, "#reversed": booked.reversed_by}
        tags = "".join(f" {mark}" for mark, other in marks.items() if other is not None)
        yield f'\n{booked.iso_day} * "{booked.reason}"{tags}\n'
        for name, value in booked.tags.items():
            yield f'  {name}: "{value}"\n'
        for line in _legs(booked):
            yield line
    yield "\n"
    after = date.fromisoformat(last) + timedelta(days=1)
    async for name, balance in _kept(read, group_id):
        yield f"{after} balance {name}  {_decimal(balance)} ~ 0.00 {balance.unit}\n"


async def csv_journal(read: LongRead, *, group_id: str | None = None) -> AsyncIterator[str]:
    """Return the lines of a CSV file, one row for each posting of one group or all."""
    yield _csv_line(_COLUMNS)
    async for booked in _booked(read, group_id):
        entry = (
            booked.group_id,
            booked.entry_id,
            booked.key,
            booked.reason,
            booked.iso_day,
            moment(booked.recorded_at).isoformat(),
            booked.by,
            booked.memo,
            booked.reverses,
            booked.reversed_by,
        )
        for posting in booked.postings:
            amount = posting.amount
            yield _csv_line(
                (*entry, posting.debit, posting.credit, _decimal(amount), amount.unit.value)
            )


def journal_account(group_id: str, name: str) -> str:
    """Return an account's name for other programs, such as Liabilities:G-g1:Savings:M-m3."""
    place = account(name).place
    parts = [
        _MARKS[mark] + part if mark in _MARKS else part.replace("_", "-").title()
        for mark, part in zip(place.pattern.split(":"), name.split(":"), strict=True)
    ]
    return ":".join((_ROOTS[place.kind], f"G-{group_id}", *parts))


async def _booked(read: LongRead, group_id: str | None) -> AsyncIterator[_Booked]:
    head: tuple[Any, ...] = ()
    postings: list[Posting] = []
    async for row in read.rows(_ENTRIES, group_id=group_id):
        if row[:9] != head:
            if postings:
                yield _whole(head, postings)
            head, postings = row[:9], []
        debit, credit, minor, unit = row[9:]
        postings.append(Posting(debit, credit, Amount(minor, Unit(unit))))
    if postings:
        yield _whole(head, postings)


def _whole(head: tuple[Any, ...], postings: Iterable[Posting]) -> _Booked:
    entry_id, group_id, key, reason, iso_day, recorded_at, by, memo, reversed_by = head
    return _Booked(
        postings=tuple(postings),
        entry_id=entry_id,
        group_id=group_id,
        key=key,
        reason=reason,
        iso_day=iso_day,
        recorded_at=recorded_at,
        by=by,
        memo=memo,
        reversed_by=reversed_by,
    )


async def _kept(read: LongRead, group_id: str | None) -> AsyncIterator[tuple[str, Amount]]:
    """Return every account with its stored balance: debits less credits."""
    async for group, name, net_debit, unit in read.rows(_BALANCES, group_id=group_id):
        yield journal_account(group, name), Amount(net_debit, Unit(unit))


async def _days(read: LongRead, group_id: str | None) -> tuple[str | None, str | None]:
    [(first, last)] = [row async for row in read.rows(_DAYS, group_id=group_id)]
    return first, last


def _legs(booked: _Booked) -> Iterable[str]:
    for posting in booked.postings:
        for name, amount in ((posting.debit, posting.amount), (posting.credit, -posting.amount)):
            where = journal_account(booked.group_id, name)
            yield f"    {where}  {_decimal(amount)} {amount.unit}\n"


def _decimal(amount: Amount) -> str:
    sign = "-" if amount.minor < 0 else ""
    whole, hundredths = divmod(abs(amount.minor), 100)
    return f"{sign}{whole}.{hundredths:02d}"


def _csv_line(values: Iterable[object]) -> str:
    line = StringIO()
    csv.writer(line).writerow(values)
    return line.getvalue()
