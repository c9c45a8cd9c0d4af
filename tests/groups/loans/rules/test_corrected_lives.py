"""A payment put right later: by how much the loan's interest may differ from the right one.

The parts of later payments stay as they were read aloud; decision 0024 says why.
"""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from groups.loans.model.terms import Rate, Terms
from groups.loans.rules.outstanding import LoanBook, Paid, accrued_by, owed_by
from groups.loans.rules.recounting import Charged, recounted
from groups.loans.rules.schedule import due_day, schedule
from tests.groups.loans.rules.test_repaying import ANY_DAY, BEGAN

MONTHS = 24


def paying(book: LoanBook, number: int, amount: int) -> LoanBook:
    """The loan after a payment on a due day; no more than is owed is paid."""
    day = due_day(book.terms, BEGAN, number)
    book = accrued_by(book, day, ANY_DAY)
    return replace(book, paid=(*book.paid, _parts(book, number, amount)))


def corrected(book: LoanBook, number: int, amount: int) -> LoanBook:
    """The loan after its payment of one month was put right, as the register does it."""
    others = (*book.paid[: number - 1], *book.paid[number:])
    right = _parts(replace(book, paid=others), number, amount)
    after = replace(book, paid=(*book.paid[: number - 1], right, *book.paid[number:]))
    charged = [Charged(amount, amount) for amount in book.accrued]
    anew = recounted(charged, book, after, ANY_DAY)
    return replace(
        after,
        accrued=tuple(one.amount for one in anew),
        difference=sum(one.counted - one.amount for one in anew),
    )


def ended(book: LoanBook, number: int, amount: int) -> LoanBook:
    """The loan when the same is paid each month until the end of its term, and then the rest."""
    for later in range(number, MONTHS):
        book = paying(book, later, amount)
    return paying(book, MONTHS, 10**12)


def _parts(book: LoanBook, number: int, amount: int) -> Paid:
    day = due_day(book.terms, BEGAN, number)
    owed = owed_by(book, day)
    interest = min(amount, owed.interest)
    return Paid(day, min(amount - interest, owed.principal), interest)


@given(
    principal=st.integers(1000_00, 50_000_00),
    basis_points=st.integers(50, 400),
    wrong=st.integers(0, 10_000_00),
    right=st.integers(0, 10_000_00),
    number=st.integers(1, 6),
    months_later=st.integers(0, 12),
)
def test_a_corrected_loan_bears_the_right_interest_within_a_bound(
    principal: int, basis_points: int, wrong: int, right: int, number: int, months_later: int
) -> None:
    terms = Terms(principal, MONTHS, Rate(basis_points))
    lines = schedule(terms, BEGAN)
    each = lines[0].amount
    now = number + months_later
    lives = [LoanBook(terms, BEGAN, lines)] * 2
    for month in range(1, now + 1):
        amounts = (wrong, right) if month == number else (each, each)
        lives = [paying(life, month, paid) for life, paid in zip(lives, amounts, strict=True)]
    mistaken, correct = lives
    mended = corrected(mistaken, number, right)

    mended, correct = (ended(life, now + 1, each) for life in (mended, correct))

    rate = Fraction(basis_points, 10_000)
    moved = abs(right - wrong)
    misplaced = rate * moved * months_later * (1 + rate) ** months_later
    on_it = rate * misplaced * MONTHS * (1 + rate) ** MONTHS
    bound = misplaced + on_it + 2 * MONTHS  # each period is rounded to a paisa in both
    off = sum(one.interest for one in mended.paid) - sum(one.interest for one in correct.paid)
    assert abs(off) <= bound
