"""Post the interest of loans period by period; reverse and post anew if it changes.

The group is locked.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from groups.loans.facts.loan_books import read_books
from groups.loans.model.loan import Loan
from groups.loans.rules.interest_keys import interest_key
from groups.loans.rules.outstanding import LoanBook, closed_on, periods_by, with_next_period
from groups.loans.rules.recounting import Charged, recounted
from groups.loans.rules.schedule import due_day
from groups.loans.store.loan_books import InterestRow, insert_interest, select_interest
from groups.loans.store.loans import select_terms
from groups.people.model.deed import Deed
from ledger.accounts import interest_income, loan_interest_due
from ledger.books import entry_of, post, reverse
from ledger.model import Entry, Posting, Reason, paise, recording_day
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Payoff:
    """The day on which a loan is paid off, and the day of the entries: later in a correction."""

    day: date
    entry_day: date


def accrue(tx: Tx, loan: Loan, through: date, payable: Callable[[date], date], deed: Deed) -> None:
    """Post the interest of all periods of a loan that ended by a day and are not posted yet."""
    agreed, deed = select_terms(tx, loan.id), _by_the_terms(deed)
    (book,) = read_books(tx, loan, agreed)[-1:]
    for _ in range(len(book.accrued), periods_by(book, through)):
        charged = with_next_period(book, payable)
        _insert_next(tx, loan, agreed[-1].version, book, charged, deed, day_at_most=through)
        book = charged


def close_interest(
    tx: Tx, loan: Loan, book: LoanBook, payoff: Payoff, payable: Callable[[date], date], deed: Deed
) -> int:
    """Post the interest that a loan's payoff adds; return it, in paise.

    `book` is the loan by its newest terms. What the payoff collects is dated on its day, also the
    interest of a period that ends later.
    """
    closed = closed_on(book, payoff.day, payable)
    version = select_terms(tx, loan.id)[-1].version
    more, deed = sum(closed.accrued) - sum(book.accrued), _by_the_terms(deed)
    for _ in range(len(book.accrued), len(closed.accrued)):
        charged = with_next_period(book, payable)
        _insert_next(tx, loan, version, book, charged, deed, day_at_most=payoff.entry_day)
        book = charged
    if closed != book:
        last = select_interest(tx, loan.id, version)[-1]
        charged_last = replace(last.charged, amount=closed.accrued[-1])
        _put_right(tx, loan, last, charged_last, deed, payoff.entry_day)
    return more


def bring_forward(tx: Tx, loan: Loan, book: LoanBook, payoff: Payoff, deed: Deed) -> None:
    """Date on the payoff's day the interest that it collects and that was posted on later days.

    The clock has posted it if the payoff's meeting is closed some days late.
    """
    version, deed = select_terms(tx, loan.id)[-1].version, _by_the_terms(deed)
    for row in select_interest(tx, loan.id, version)[periods_by(book, payoff.day) :]:
        standing = entry_of(tx, loan.group_id, _key(loan, version, row.number, row.posted))
        if standing is not None and standing.day > payoff.entry_day:
            _revise(tx, loan, row, row.charged, deed, payoff.entry_day)


def count_anew(
    tx: Tx,
    loan: Loan,
    before: LoanBook,
    payable: Callable[[date], date],
    deed: Deed,
    day: date,
) -> int:
    """Correct posted interest after a payment other than in `before`.

    The entries are of `day`, or of the period's end if that is later, and the deed has the reason.
    Returns the change of the interest, in paise, with the part that the next period charges.
    """
    agreed = select_terms(tx, loan.id)
    (after,) = read_books(tx, loan, agreed)[-1:]
    rows = select_interest(tx, loan.id, agreed[-1].version)
    charged = [row.charged for row in rows]
    anew = recounted(charged, before, after, payable)
    for row, one in zip(rows, anew, strict=True):
        if one != row.charged:
            _put_right(tx, loan, row, one, deed, _not_before(tx, loan, row, deed, day))
    return sum(one.counted for one in anew) - sum(one.counted for one in charged)


def undo_interest(tx: Tx, loan: Loan, deed: Deed, day: date) -> None:
    """Reverse all interest of a loan whose hand-over is reversed."""
    for row in select_interest(tx, loan.id, select_terms(tx, loan.id)[-1].version):
        _put_right(tx, loan, row, Charged(0, 0), deed, day)


def _insert_next(
    tx: Tx,
    loan: Loan,
    version: int,
    book: LoanBook,
    charged: LoanBook,
    deed: Deed,
    *,
    day_at_most: date,
) -> None:
    """Record the one period that `charged` has and `book` has not."""
    number, amount = len(charged.accrued), charged.accrued[-1]
    counted = amount + charged.difference - book.difference
    ends = due_day(book.terms, book.began, number)
    insert_interest(
        tx, loan, InterestRow(version, number, 0, 0, ends, Charged(counted, amount)), at=deed.at
    )
    _post(tx, loan, _key(loan, version, number, 0), amount, deed, min(ends, day_at_most))


def _put_right(
    tx: Tx, loan: Loan, row: InterestRow, charged: Charged, deed: Deed, day: date
) -> None:
    """Record a period's next revision; if its amount differs, reverse the old entry."""
    if charged.amount != row.charged.amount:
        _revise(tx, loan, row, charged, deed, day)
        return
    insert_interest(tx, loan, replace(row, revision=row.revision + 1, charged=charged), at=deed.at)


def _revise(tx: Tx, loan: Loan, row: InterestRow, charged: Charged, deed: Deed, day: date) -> None:
    """Record a period's next revision, reverse the old entry, and post the new one on a day."""
    revision = row.revision + 1
    anew = replace(row, revision=revision, posted=revision, charged=charged)
    insert_interest(tx, loan, anew, at=deed.at)
    if row.charged.amount:
        reverse(
            tx,
            loan.group_id,
            _key(loan, row.version, row.number, row.posted),
            day=_not_before(tx, loan, row, deed, day),
            by=deed.by_id,
            memo=deed.word_id,
            at=deed.at,
            zone=deed.group.zone,
        )
    _post(tx, loan, _key(loan, row.version, row.number, revision), charged.amount, deed, day)


def _not_before(tx: Tx, loan: Loan, row: InterestRow, deed: Deed, day: date) -> date:
    """The day, or the later one on which a period's interest stands in the books, up to today.

    So no interest is taken back before it was added.
    """
    standing = entry_of(tx, loan.group_id, _key(loan, row.version, row.number, row.posted))
    stands_on = standing.day if standing is not None else row.day
    return max(day, min(stands_on, recording_day(deed.at, deed.group.zone)))


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
        post(tx, entry, at=deed.at, zone=deed.group.zone)


def _by_the_terms(deed: Deed) -> Deed:
    """The deed without its reason: interest by the terms needs none."""
    return replace(deed, word_id=None)


def _key(loan: Loan, version: int, number: int, posted: int) -> str:
    return interest_key(loan.id, version, number, posted)
