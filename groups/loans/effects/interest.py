"""Post the interest of loans period by period; reverse and post anew if it changes.

The group is locked.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from groups.loans.facts.loan_books import read_books
from groups.loans.model.loan import Loan
from groups.loans.rules.outstanding import LoanBook, closed_on, periods_by, with_next_period
from groups.loans.rules.recounting import Charged, recounted
from groups.loans.rules.schedule import due_day
from groups.loans.store.loan_books import InterestRow, insert_interest, select_interest
from groups.loans.store.loans import select_terms
from groups.people.model.deed import Deed
from ledger.accounts import interest_income, loan_interest_due
from ledger.books import post, reverse
from ledger.model import Entry, Posting, Reason, paise
from storage.tx import Tx


def accrue(tx: Tx, loan: Loan, through: date, payable: Callable[[date], date], deed: Deed) -> None:
    """Post the interest of all periods of a loan that ended by a day and are not posted yet."""
    agreed, deed = select_terms(tx, loan.id), _by_the_terms(deed)
    (book,) = read_books(tx, loan, agreed)[-1:]
    for _ in range(len(book.accrued), periods_by(book, through)):
        charged = with_next_period(book, payable)
        _insert_next(tx, loan, agreed[-1].version, book, charged, deed)
        book = charged


def close_interest(
    tx: Tx, loan: Loan, book: LoanBook, day: date, payable: Callable[[date], date], deed: Deed
) -> int:
    """Post the interest that a loan's payoff on a day adds; return it, in paise.

    `book` is the loan by its newest terms.
    """
    closed, version = closed_on(book, day, payable), select_terms(tx, loan.id)[-1].version
    more, deed = sum(closed.accrued) - sum(book.accrued), _by_the_terms(deed)
    for _ in range(len(book.accrued), len(closed.accrued)):
        charged = with_next_period(book, payable)
        _insert_next(tx, loan, version, book, charged, deed)
        book = charged
    if closed != book:
        last = select_interest(tx, loan.id, version)[-1]
        charged_last = replace(last.charged, amount=closed.accrued[-1])
        _put_right(tx, loan, last, charged_last, deed, day)
    return more


def count_anew(
    tx: Tx,
    loan: Loan,
    before: LoanBook,
    payable: Callable[[date], date],
    deed: Deed,
    day: date,
) -> int:
    """Correct posted interest after a payment other than in `before`.

    The entries are of `day`, and the deed has the reason. Returns the change of the interest, in
    paise, with the part that the next period charges.
    """
    agreed = select_terms(tx, loan.id)
    (after,) = read_books(tx, loan, agreed)[-1:]
    rows = select_interest(tx, loan.id, agreed[-1].version)
    charged = [row.charged for row in rows]
    anew = recounted(charged, before, after, payable)
    for row, one in zip(rows, anew, strict=True):
        if one != row.charged:
            _put_right(tx, loan, row, one, deed, day)
    return sum(one.counted for one in anew) - sum(one.counted for one in charged)


def undo_interest(tx: Tx, loan: Loan, deed: Deed, day: date) -> None:
    """Reverse all interest of a loan whose hand-over is reversed."""
    for row in select_interest(tx, loan.id, select_terms(tx, loan.id)[-1].version):
        _put_right(tx, loan, row, Charged(0, 0), deed, day)


def _insert_next(
    tx: Tx, loan: Loan, version: int, book: LoanBook, charged: LoanBook, deed: Deed
) -> None:
    """Record the one period that `charged` has and `book` has not."""
    number, amount = len(charged.accrued), charged.accrued[-1]
    counted = amount + charged.difference - book.difference
    day = due_day(book.terms, book.began, number)
    insert_interest(
        tx, loan, InterestRow(version, number, 0, 0, day, Charged(counted, amount)), at=deed.at
    )
    _post(tx, loan, _key(loan, version, number, 0), amount, deed, day)


def _put_right(
    tx: Tx, loan: Loan, row: InterestRow, charged: Charged, deed: Deed, day: date
) -> None:
    """Record a period's next revision; if its amount differs, reverse the old entry."""
    is_same, revision = charged.amount == row.charged.amount, row.revision + 1
    posted = row.posted if is_same else revision
    anew = replace(row, revision=revision, posted=posted, charged=charged)
    insert_interest(tx, loan, anew, at=deed.at)
    if is_same:
        return
    if row.charged.amount:
        stood, by = _key(loan, row.version, row.number, row.posted), deed.by_id
        reverse(tx, loan.group_id, stood, day=day, by=by, memo=deed.word_id, at=deed.at)
    key = _key(loan, row.version, row.number, posted)
    _post(tx, loan, key, charged.amount, deed, day)


def _post(tx: Tx, loan: Loan, key: str, amount: int, deed: Deed, day: date) -> None:
    if amount:
        due = loan_interest_due(loan.member_id, loan.id)
        earned = Posting(debit=due, credit=interest_income(), amount=paise(amount))
        entry = Entry(
            key=key,
            group_id=loan.group_id,
            reason=Reason.LOAN_INTEREST_DUE,
            day=day,
            postings=(earned,),
            by=deed.by_id,
            memo=deed.word_id,
        )
        post(tx, entry, at=deed.at)


def _by_the_terms(deed: Deed) -> Deed:
    """The deed without its reason: interest by the terms needs none."""
    return replace(deed, word_id=None)


def _key(loan: Loan, version: int, number: int, posted: int) -> str:
    first = f"loan:{loan.id}:interest:{version}:{number}"
    return f"{first}:{posted}" if posted else first
