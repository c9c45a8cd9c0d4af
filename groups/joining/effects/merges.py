"""Two records that are of one woman: put together in the books, and kept together afterwards."""

from datetime import date, datetime

from groups.joining.rules.likely_pairs import RecordBrief
from groups.loans.store.loans import update_borrower
from groups.people.store.kinships import select_ties
from groups.standing.rules.known import MergeRow
from ledger.accounts import savings
from ledger.balances import balance, balances_of
from ledger.books import post
from ledger.model import Entry, Posting, Reason, paise
from storage.tx import Tx, micros


def select_merges(tx: Tx, group_id: str, *, cut: int) -> list[MergeRow]:
    """Return which records were put into which others up to a moment, in their order."""
    return tx.rows(
        "SELECT member_id, other_id, recorded_at FROM record_acts"
        " WHERE group_id = :group_id AND act = 'merged' AND recorded_at <= :cut"
        " ORDER BY recorded_at, id",
        group_id=group_id,
        cut=cut,
    )


def move_savings(
    tx: Tx,
    group_id: str,
    gone_id: str,
    kept_id: str,
    *,
    cause: str,
    day: date,
    by: str,
    at: datetime,
) -> int:
    """Move what stands under a merged record to the one that is kept; return the paise moved."""
    stands = balance(tx, group_id, savings(gone_id)).minor
    if stands == 0:
        return 0
    accounts = (savings(gone_id), savings(kept_id))
    debit, credit = accounts if stands > 0 else accounts[::-1]
    posting = Posting(debit=debit, credit=credit, amount=paise(abs(stands)))
    key = f"merge:{gone_id}:{cause}"
    post(tx, Entry(key, group_id, Reason.MERGED, day, (posting,), by), at=at)
    return stands


def move_loans(
    tx: Tx,
    group_id: str,
    gone_id: str,
    kept_id: str,
    *,
    cause: str,
    day: date,
    by: str,
    at: datetime,
) -> None:
    """Move the loans of a merged record to the one that is kept, and what is owed of them."""
    update_borrower(tx, group_id, gone_id, kept_id)
    moves: dict[str, list[Posting]] = {}
    for name, amount in sorted(balances_of(tx, group_id).items()):
        _, whose, *rest = (*name.split(":"), "")
        if not name.startswith("loan:") or whose != gone_id or not amount.minor:
            continue
        sides = (f"loan:{kept_id}:{rest[0]}:{rest[1]}", name)
        debit, credit = sides if amount.minor > 0 else sides[::-1]
        moves.setdefault(rest[0], []).append(Posting(debit, credit, paise(abs(amount.minor))))
    for loan_id, postings in moves.items():
        key = f"merge:{gone_id}:{loan_id}:{cause}"
        post(tx, Entry(key, group_id, Reason.MERGED, day, tuple(postings), by), at=at)


def settle_merged(tx: Tx, group_id: str, *, cause: str, day: date, by: str, at: datetime) -> None:
    """Let what a correction left under merged records go where they went."""
    for gone_id, kept_id, _ in select_merges(tx, group_id, cut=micros(at)):
        move_savings(tx, group_id, gone_id, kept_id, cause=cause, day=day, by=by, at=at)
        move_loans(tx, group_id, gone_id, kept_id, cause=cause, day=day, by=by, at=at)


def select_record_briefs(tx: Tx, group_id: str, group: str) -> list[RecordBrief]:
    """Return every record of a group, to be compared with others."""
    rows = tx.rows(
        "SELECT m.id, m.person_id, m.number, p.name, m.left_day, COUNT(t.telegram_id)"
        " FROM members m JOIN persons p ON p.id = m.person_id"
        " LEFT JOIN telegram_accounts t ON t.person_id = m.person_id"
        " WHERE m.group_id = :group_id"
        " GROUP BY m.id, m.person_id, m.number, p.name, m.left_day ORDER BY m.number",
        group_id=group_id,
    )
    names = {member_id: name for member_id, _, _, name, *_ in rows}
    kin: dict[str, set[str]] = {member_id: set() for member_id in names}
    for pair, _ in select_ties(tx, group_id):
        kin[pair.one_id].add(names[pair.other_id])
        kin[pair.other_id].add(names[pair.one_id])
    return [
        RecordBrief(
            member_id=member_id,
            person_id=person_id,
            group_id=group_id,
            group=group,
            number=number,
            name=name,
            has_phone=accounts > 0,
            has_left=left_day is not None,
            kin=frozenset(kin[member_id]),
        )
        for member_id, person_id, number, name, left_day, accounts in rows
    ]
