"""The statement of an account, newest line first, a page at a time, each line with its balance."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, LiteralString

from ledger.accounts import account
from ledger.balances import net_debit_of
from ledger.books import REVERSED
from ledger.model import Amount, Reason
from storage.tx import Tx, moment

Before = tuple[int, int]  # entry and line before which an older page begins

_LATEST: Final[Before] = (2**62, 0)

# Both sides are cut to a page before they are merged, so that a page costs the same in any year.
_PAGE: Final[LiteralString] = """
    SELECT p.entry_id, p.line, p.other, p.change,
           e.key, e.reason, e.day, e.recorded_at, e.recorded_by, e.memo, r.id
    FROM (
        SELECT * FROM (
            SELECT entry_id, line, credit AS other, minor AS change FROM postings
            WHERE group_id = :group_id AND debit = :account
              AND (entry_id, line) < (:entry_id, :line)
            ORDER BY entry_id DESC, line DESC LIMIT :limit) AS arrived
        UNION ALL
        SELECT * FROM (
            SELECT entry_id, line, debit, -minor FROM postings
            WHERE group_id = :group_id AND credit = :account
              AND (entry_id, line) < (:entry_id, :line)
            ORDER BY entry_id DESC, line DESC LIMIT :limit) AS gone
    ) AS p
    JOIN entries e ON e.id = p.entry_id
    LEFT JOIN entries r ON r.group_id = :group_id AND r.key = e.key || ':reversed'
    ORDER BY p.entry_id DESC, p.line DESC LIMIT :limit
"""

_NEWER: Final[LiteralString] = """
    SELECT CAST(COALESCE(SUM(change), 0) AS BIGINT) FROM (
        SELECT minor AS change FROM postings
        WHERE group_id = :group_id AND debit = :account AND (entry_id, line) >= (:entry_id, :line)
        UNION ALL
        SELECT -minor FROM postings
        WHERE group_id = :group_id AND credit = :account AND (entry_id, line) >= (:entry_id, :line)
    ) AS changes
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One movement of an account, as it reads on the side where the account grows."""

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
    lines: tuple[Line, ...]  # newest first
    older: Before | None  # where the next page begins; None on the last


def statement(
    tx: Tx, group_id: str, name: str, *, limit: int, before: Before | None = None
) -> Statement:
    """Return up to `limit` lines of an account, those before `before` or else the newest."""
    entry_id, line = before or _LATEST
    where: dict[str, str | int] = {
        "group_id": group_id,
        "account": name,
        "entry_id": entry_id,
        "line": line,
    }
    net_debit = net_debit_of(tx, group_id, name) - tx.value(_NEWER, **where)
    rows = tx.rows(_PAGE, **where, limit=limit + 1)
    lines: list[Line] = []
    for row in rows[:limit]:
        lines.append(_line(name, net_debit, row))
        net_debit -= row[3]
    older = (lines[-1].entry_id, lines[-1].line) if len(rows) > limit else None
    return Statement(name, tuple(lines), older)


def _line(name: str, net_debit: int, row: tuple[Any, ...]) -> Line:
    entry_id, line, other, change, key, reason, day, recorded_at, by, memo, reversal = row
    place = account(name)
    is_reversal = reason == Reason.REVERSAL
    return Line(
        entry_id=entry_id,
        line=line,
        other=other,
        change=place.balance(change),
        balance=place.balance(net_debit),
        key=key,
        reason=Reason(reason),
        day=date.fromisoformat(day),
        recorded_at=moment(recorded_at),
        by=by,
        memo=memo,
        reverses=key.removesuffix(REVERSED) if is_reversal else None,
        reversed_by=f"{key}{REVERSED}" if reversal is not None else None,
    )
