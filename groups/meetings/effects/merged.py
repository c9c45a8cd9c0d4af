"""What a merged record's savings and loans become: they move to the record that is kept."""

from dataclasses import replace
from datetime import date, datetime

from groups.loans.store.loans import update_borrower
from groups.standing.store.evidence import select_merges
from ledger.accounts import loan_of, savings
from ledger.balances import balance, balances_of
from ledger.books import post
from ledger.model import Entry, Posting, Reason, paise
from storage.tx import Tx, micros


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
        loan = loan_of(name)
        if loan is None or loan.member_id != gone_id or not amount.minor:
            continue
        sides = (replace(loan, member_id=kept_id).name, name)
        debit, credit = sides if amount.minor > 0 else sides[::-1]
        moves.setdefault(loan.loan_id, []).append(Posting(debit, credit, paise(abs(amount.minor))))
    for loan_id, postings in moves.items():
        key = f"merge:{gone_id}:{loan_id}:{cause}"
        post(tx, Entry(key, group_id, Reason.MERGED, day, tuple(postings), by), at=at)


def settle_merged(tx: Tx, group_id: str, *, cause: str, day: date, by: str, at: datetime) -> None:
    """Let what a correction left under merged records go where they went."""
    for gone_id, kept_id, _ in select_merges(tx, group_id, cut=micros(at)):
        move_savings(tx, group_id, gone_id, kept_id, cause=cause, day=day, by=by, at=at)
        move_loans(tx, group_id, gone_id, kept_id, cause=cause, day=day, by=by, at=at)
