"""The statement of an account: pages of lines, newest first, each with its balance."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, LiteralString

from ledger.accounts import account, cash_box, points_issued
from ledger.balances import net_debit_of
from ledger.books import REVERSED
from ledger.model import Amount, Reason
from storage.tx import Tx, moment

Before = tuple[int, int]  # an older page begins before this entry id and line

_LATEST: Final[Before] = (2**62, 0)

# The credits and the debits of an account, each read by its index. The index of debits leaves out
# the cash box and the source of points; their debits are read by the group's index.
_LEFT: Final[LiteralString] = """
    SELECT p.entry_id, p.line, p.debit, -p.minor,
           e.key, e.reason, e.day, e.recorded_at, e.recorded_by, e.memo, r.id
    FROM postings p
    JOIN entries e ON e.id = p.entry_id
    LEFT JOIN entries r ON r.group_id = :group_id AND r.key = e.key || ':reversed'
    WHERE p.group_id = :group_id AND p.credit = :account
      AND (p.entry_id, p.line) < (:entry_id, :line)
    ORDER BY p.entry_id DESC, p.line DESC LIMIT :limit
"""

_ARRIVED: Final[LiteralString] = """
    SELECT p.entry_id, p.line, p.credit, p.minor,
           e.key, e.reason, e.day, e.recorded_at, e.recorded_by, e.memo, r.id
    FROM postings p
    JOIN entries e ON e.id = p.entry_id
    LEFT JOIN entries r ON r.group_id = :group_id AND r.key = e.key || ':reversed'
    WHERE p.group_id = :group_id AND p.debit = :account AND p.debit <> 'cash'
      AND p.debit <> 'points:issued'
      AND (p.entry_id, p.line) < (:entry_id, :line)
    ORDER BY p.entry_id DESC, p.line DESC LIMIT :limit
"""

_ARRIVED_AT_HUB: Final[LiteralString] = """
    SELECT p.entry_id, p.line, p.credit, p.minor,
           e.key, e.reason, e.day, e.recorded_at, e.recorded_by, e.memo, r.id
    FROM (
        SELECT entry_id, line, credit, minor FROM postings
        WHERE group_id = :group_id AND debit = :account
          AND (entry_id, line) < (:entry_id, :line)
        ORDER BY entry_id DESC, line DESC LIMIT :limit
    ) AS p
    JOIN entries e ON e.id = p.entry_id
    LEFT JOIN entries r ON r.group_id = :group_id AND r.key = e.key || ':reversed'
"""

# The sums of the same sides, from a line on.
_LEFT_SINCE: Final[LiteralString] = """
    SELECT CAST(COALESCE(SUM(minor), 0) AS BIGINT) FROM postings
    WHERE group_id = :group_id AND credit = :account
      AND (entry_id, line) >= (:entry_id, :line)
"""

_ARRIVED_SINCE: Final[LiteralString] = """
    SELECT CAST(COALESCE(SUM(minor), 0) AS BIGINT) FROM postings
    WHERE group_id = :group_id AND debit = :account AND debit <> 'cash' AND debit <> 'points:issued'
      AND (entry_id, line) >= (:entry_id, :line)
"""

_ARRIVED_SINCE_AT_HUB: Final[LiteralString] = """
    SELECT CAST(COALESCE(SUM(minor), 0) AS BIGINT) FROM postings
    WHERE group_id = :group_id AND debit = :account
      AND (entry_id, line) >= (:entry_id, :line)
"""

_HUBS: Final = frozenset((cash_box(), points_issued()))


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One movement of an account, with the sign of the account's own side."""

    entry_id: int
    line: int
    other: str  # the account on the other side
    change: Amount
    balance: Amount  # after this line
    key: str
    reason: Reason
    day: date
    recorded_at: datetime
    by: str
    memo: str | None
    reverses: str | None  # the key of the entry that this one undoes
    reversed_by: str | None  # the key of the entry that undoes this one


@dataclass(frozen=True, slots=True)
class Statement:
    """A page of an account's movements."""

    account: str
    lines: tuple[StatementLine, ...]  # newest line first
    older: Before | None  # where the next page begins; None on the last page


def statement(
    tx: Tx, group_id: str, name: str, *, limit: int, before: Before | None = None
) -> Statement:
    """Return up to `limit` lines of an account: those before `before`, or the newest."""
    entry_id, line = before or _LATEST
    where: dict[str, str | int] = {
        "group_id": group_id,
        "account": name,
        "entry_id": entry_id,
        "line": line,
    }
    is_hub = name in _HUBS
    net_debit = net_debit_of(tx, group_id, name)
    if before is not None:
        net_debit += tx.value(_LEFT_SINCE, **where)
        net_debit -= tx.value(_ARRIVED_SINCE_AT_HUB if is_hub else _ARRIVED_SINCE, **where)
    rows = tx.rows(_LEFT, **where, limit=limit + 1)
    rows += tx.rows(_ARRIVED_AT_HUB if is_hub else _ARRIVED, **where, limit=limit + 1)
    rows.sort(key=lambda row: row[:2], reverse=True)
    lines: list[StatementLine] = []
    for row in rows[:limit]:
        lines.append(_line(name, net_debit, row))
        net_debit -= row[3]
    older = (lines[-1].entry_id, lines[-1].line) if len(rows) > limit else None
    return Statement(name, tuple(lines), older)


def _line(name: str, net_debit: int, row: tuple[Any, ...]) -> StatementLine:
    entry_id, line, other, change, key, reason, iso_day, recorded_at, by, memo, reversal = row
    place = account(name)
    is_reversal = reason == Reason.REVERSAL
    return StatementLine(
        entry_id=entry_id,
        line=line,
        other=other,
        change=place.balance(change),
        balance=place.balance(net_debit),
        key=key,
        reason=Reason(reason),
        day=date.fromisoformat(iso_day),
        recorded_at=moment(recorded_at),
        by=by,
        memo=memo,
        reverses=key.removesuffix(REVERSED) if is_reversal else None,
        reversed_by=f"{key}{REVERSED}" if reversal is not None else None,
    )
