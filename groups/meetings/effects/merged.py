"""A merged record's savings and loans: move them to the record that is kept."""

from collections.abc import Sequence
from dataclasses import replace

from groups.calendar.rules.days import day_in
from groups.loans.store.loans import update_borrower
from groups.people.model.deed import Deed
from groups.standing.store.evidence import select_merges
from ledger.accounts import loan_of, savings
from ledger.balances import balance, balances_of
from ledger.books import post
from ledger.model import Entry, Posting, Reason, paise
from storage.tx import Tx, micros


def move_savings(tx: Tx, deed: Deed, *, gone_id: str, kept_id: str, cause: str) -> int:
    """Move the savings of a merged record to the record that is kept; return the paise moved."""
    stands = balance(tx, deed.group.id, savings(gone_id)).minor
    if stands == 0:
        return 0
    accounts = (savings(gone_id), savings(kept_id))
    debit, credit = accounts if stands > 0 else accounts[::-1]
    posting = Posting(debit=debit, credit=credit, amount=paise(abs(stands)))
    _post(tx, deed, f"merge:{gone_id}:{cause}", [posting])
    return stands


def move_loans(tx: Tx, deed: Deed, *, gone_id: str, kept_id: str, cause: str) -> None:
    """Move the loans and debts of a merged record to the record that is kept."""
    group_id = deed.group.id
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
        _post(tx, deed, f"merge:{gone_id}:{loan_id}:{cause}", postings)


def settle_merged(tx: Tx, deed: Deed, *, cause: str) -> None:
    """Move again what a correction posted under merged records."""
    for gone_id, kept_id, _ in select_merges(tx, deed.group.id, cut=micros(deed.at)):
        move_savings(tx, deed, gone_id=gone_id, kept_id=kept_id, cause=cause)
        move_loans(tx, deed, gone_id=gone_id, kept_id=kept_id, cause=cause)


def _post(tx: Tx, deed: Deed, key: str, postings: Sequence[Posting]) -> None:
    entry = Entry(
        key=key,
        group_id=deed.group.id,
        reason=Reason.MERGED,
        day=day_in(deed.group.zone, deed.at),
        postings=tuple(postings),
        by=deed.by_id,
    )
    post(tx, entry, at=deed.at, zone=deed.group.zone)
