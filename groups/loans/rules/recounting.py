"""Recompute interest when a meeting is corrected after later periods were posted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from groups.loans.rules.outstanding import LoanBook, PayableOn, interest_of_period, owed_in_books


@dataclass(frozen=True, slots=True)
class Charged:
    """The interest of one period in paise: `counted` by the terms, and `amount` as posted."""

    counted: int
    amount: int


def recounted(
    charged: Sequence[Charged], before: LoanBook, after: LoanBook, payable_on: PayableOn
) -> tuple[Charged, ...]:
    """The periods of a loan's newest schedule after a past payment got another amount.

    Excess interest is taken off the newest periods as far as she has not paid it. Excess that she
    has paid, and interest beyond what is posted, is the difference that the next period charges. So
    no past instalment becomes unpaid.
    """
    numbers = range(1, len(charged) + 1)
    anew = [
        replace(one, counted=one.counted + _change(number, before, after, payable_on))
        for number, one in zip(numbers, charged, strict=True)
    ]
    change = sum(one.counted for one in anew) - sum(one.counted for one in charged)
    too_much = min(max(0, -(after.difference + change)), max(0, owed_in_books(after).interest))
    for place in reversed(range(len(anew))):
        off = min(too_much, anew[place].amount)
        anew[place] = replace(anew[place], amount=anew[place].amount - off)
        too_much -= off
    return tuple(anew)


def _change(number: int, before: LoanBook, after: LoanBook, payable_on: PayableOn) -> int:
    was = interest_of_period(before, number, payable_on)
    return interest_of_period(after, number, payable_on) - was
