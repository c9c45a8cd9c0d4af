"""Post entries and reverse them; nothing is edited, and posting twice changes nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256
from types import MappingProxyType
from typing import Final, LiteralString

from ledger.accounts import account
from ledger.balances import move
from ledger.chain import End, Facts, beginning, digest_of, keep_end, next_end
from ledger.model import (
    ZONE,
    Amount,
    ConflictingEntry,
    Entry,
    NoSuchEntry,
    Posted,
    Posting,
    Reason,
    ReversedBefore,
    Unit,
    WrongDay,
    is_right_day,
    recording_day,
)
from storage.tx import Tx, micros

ENTRIES: Final = "entries"  # the kind of an entry's link in the chain
LINE_DIGEST_LENGTH: Final = 32
REVERSED: Final = ":reversed"  # a reversal's key is the reversed entry's key and this

# Everything that posting needs to know, in one query. Ids grow, so that new entries lie side by
# side on the disk. SQLite has one writer, so the next id is known; PostgreSQL has many, so a
# sequence gives it.
_SELECT_END: Final[Mapping[str, LiteralString]] = MappingProxyType(
    {
        "sqlite": """
            SELECT h.n, h.head, e.id, COALESCE((SELECT MAX(id) FROM entries), 0) + 1
            FROM (SELECT 1) AS always
            LEFT JOIN chain_heads h ON h.group_id = :group_id
            LEFT JOIN entries e ON e.group_id = :group_id AND e.key = :key
        """,
        "postgresql": """
            SELECT h.n, h.head, e.id, nextval('entry_ids')
            FROM (SELECT 1) AS always
            LEFT JOIN chain_heads h ON h.group_id = :group_id
            LEFT JOIN entries e ON e.group_id = :group_id AND e.key = :key
        """,
    }
)


def post(tx: Tx, entry: Entry, *, at: datetime, zone: str = ZONE) -> Posted:
    """Record an entry; an entry whose key is already recorded changes nothing.

    Raises ConflictingEntry when the recorded entry has another body. The body is the reason, the
    day, the postings and who recorded them. Memos are not compared, because the same words get a
    new id each time. Raises WrongDay for an entry dated after the day of recording in the group's
    zone; entries of some reasons are dated on that day and on no other. Locks the group.
    """
    tx.lock(f"group:{entry.group_id}")
    end, posted_id, entry_id = _select_end(tx, entry)
    if posted_id is not None:
        _check_same(tx, entry)
        return Posted(posted_id, is_new=False)
    _check_chart(entry.postings)
    _check_day(entry, recording_day(at, zone))
    recorded_at = micros(at)
    lines = "".join([line_digest(_line(posting)) for posting in entry.postings])
    facts = entry_facts(
        entry.reason.value, entry.day.isoformat(), entry.by, entry.memo, recorded_at, lines
    )
    end = next_end(end, ENTRIES, entry.key, digest_of(ENTRIES, entry.key, facts), recorded_at)
    _insert_entry(tx, entry, entry_id, end, facts)
    _insert_postings(tx, entry, entry_id)
    move(tx, entry.group_id, entry.postings)
    keep_end(tx, entry.group_id, end)
    return Posted(entry_id, is_new=True)


def reverse(
    tx: Tx,
    group_id: str,
    key: str,
    *,
    day: date,
    by: str,
    memo: str | None = None,
    at: datetime,
    zone: str = ZONE,
) -> Posted:
    """Undo an entry by posting its opposite under a key of its own; both stay visible.

    Raises NoSuchEntry; raises ConflictingEntry when somebody else has reversed it, or it was
    reversed for another day. Raises ReversedBefore for a day before the entry's own, unless that
    is still to come, as in books from before this was checked. Locks the group.
    """
    tx.lock(f"group:{group_id}")
    undone = entry_of(tx, group_id, key)
    if undone is None:
        raise NoSuchEntry(group_id, key)
    if day < min(undone.day, recording_day(at, zone)):
        raise ReversedBefore(key, undone.day, day)
    back = tuple(Posting(line.credit, line.debit, line.amount) for line in undone.postings)
    reversal = Entry(
        key=f"{key}{REVERSED}",
        group_id=group_id,
        reason=Reason.REVERSAL,
        day=day,
        postings=back,
        by=by,
        memo=memo,
    )
    return post(tx, reversal, at=at, zone=zone)


def entry_of(tx: Tx, group_id: str, key: str) -> Entry | None:
    """Return the entry with this key, or None."""
    rows = tx.rows(
        "SELECT e.reason, e.day, e.recorded_by, e.memo, p.debit, p.credit, p.minor, p.unit"
        " FROM entries e JOIN postings p ON p.entry_id = e.id"
        " WHERE e.group_id = :group_id AND e.key = :key ORDER BY p.line",
        group_id=group_id,
        key=key,
    )
    if not rows:
        return None
    reason, iso_day, by, memo = rows[0][:4]
    postings = tuple(
        Posting(debit, credit, Amount(minor, Unit(unit))) for *_, debit, credit, minor, unit in rows
    )
    return Entry(key, group_id, Reason(reason), date.fromisoformat(iso_day), postings, by, memo)


def entry_facts(
    reason: str, iso_day: str, by: str, memo: str | None, recorded_at: int, lines: str
) -> Facts:
    """Return the facts of an entry that its digest covers, beside its table and its key."""
    return (reason, iso_day, by, memo, recorded_at, lines)


def line_digest(line: str) -> str:
    """Return the digest of one posting; an entry stores those of all its postings."""
    return sha256(line.encode()).hexdigest()[:LINE_DIGEST_LENGTH]


def _line(posting: Posting) -> str:
    return line_of(posting.debit, posting.credit, posting.amount.unit.value, posting.amount.minor)


def line_of(debit: str, credit: str, unit: str, minor: int) -> str:
    """Return a posting as one text; spaces separate its parts, which contain none."""
    return f"{debit} {credit} {unit} {minor}"


def _check_same(tx: Tx, offered: Entry) -> None:
    posted = entry_of(tx, offered.group_id, offered.key)
    assert posted is not None, "an entry that stands has postings"
    if replace(posted, memo=None) != replace(offered, memo=None):
        raise ConflictingEntry(offered.key, posted, offered)


def _check_day(entry: Entry, today: date) -> None:
    if not is_right_day(entry.reason, entry.day, today):
        raise WrongDay(entry.key, entry.day, today)


def _check_chart(postings: Iterable[Posting]) -> None:
    for posting in postings:
        unit = posting.amount.unit
        assert account(posting.debit).unit is unit, "an account holds one unit"
        assert account(posting.credit).unit is unit, "an account holds one unit"


def _select_end(tx: Tx, entry: Entry) -> tuple[End, int | None, int]:
    """Return the end of the chain, the entry's id if its key is recorded, and the next free id."""
    n, head, posted_id, entry_id = tx.rows(
        _SELECT_END[tx.engine], group_id=entry.group_id, key=entry.key
    )[0]
    end = beginning(entry.group_id) if head is None else End(n, head)
    return end, posted_id, entry_id


def _insert_entry(tx: Tx, entry: Entry, entry_id: int, end: End, said: Facts) -> None:
    reason, iso_day, by, memo, recorded_at, lines = said
    tx.run(
        "INSERT INTO entries"
        " (id, group_id, n, key, reason, day, recorded_by, memo, recorded_at, lines, head)"
        " VALUES"
        " (:id, :group_id, :n, :key, :reason, :day, :by, :memo, :recorded_at, :lines, :head)",
        id=entry_id,
        group_id=entry.group_id,
        n=end.n,
        key=entry.key,
        reason=reason,
        day=iso_day,
        by=by,
        memo=memo,
        recorded_at=recorded_at,
        lines=lines,
        head=end.head,
    )


def _insert_postings(tx: Tx, entry: Entry, entry_id: int) -> None:
    for line, posting in enumerate(entry.postings, 1):
        tx.run(
            "INSERT INTO postings (entry_id, line, group_id, debit, credit, unit, minor)"
            " VALUES (:entry_id, :line, :group_id, :debit, :credit, :unit, :minor)",
            entry_id=entry_id,
            line=line,
            group_id=entry.group_id,
            debit=posting.debit,
            credit=posting.credit,
            unit=posting.amount.unit.value,
            minor=posting.amount.minor,
        )
