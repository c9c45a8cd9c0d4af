"""Two records that are of one woman: put together in the books, and kept together afterwards."""

from datetime import date, datetime

from groups.rules.known import MergeRow
from groups.rules.records import RecordBrief
from groups.store.kinships import select_ties
from groups.store.members import select_members_ever
from groups.store.people import select_person
from ledger.accounts import savings
from ledger.balances import balance
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


def settle_merged(tx: Tx, group_id: str, *, cause: str, day: date, by: str, at: datetime) -> None:
    """Let what a correction left under merged records go where they went."""
    for gone_id, kept_id, _ in select_merges(tx, group_id, cut=micros(at)):
        move_savings(tx, group_id, gone_id, kept_id, cause=cause, day=day, by=by, at=at)


def select_record_briefs(tx: Tx, group_id: str, group: str) -> list[RecordBrief]:
    """Return every record of a group that has a name, to be compared with others."""
    members = select_members_ever(tx, group_id)
    names = {member.id: member.name for member in members}
    kin: dict[str, set[str]] = {member.id: set() for member in members}
    for pair, _ in select_ties(tx, group_id):
        kin[pair.one_id].add(names[pair.other_id])
        kin[pair.other_id].add(names[pair.one_id])
    return [
        RecordBrief(
            member_id=it.id,
            person_id=it.person_id,
            group_id=group_id,
            group=group,
            number=it.number,
            name=it.name,
            has_phone=_has_phone(tx, it.person_id),
            has_left=it.left_day is not None,
            kin=frozenset(kin[it.id]),
        )
        for it in members
    ]


def _has_phone(tx: Tx, person_id: str) -> bool:
    person = select_person(tx, person_id)
    assert person is not None, "persons are never deleted"
    return person.telegram_id is not None
