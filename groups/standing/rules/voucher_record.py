"""A voucher's record: what became of the loans paid out while her vouches stood."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from groups.charter.model.scoring import ScoringCharter
from groups.loans.rules.outstanding import PayableOn
from groups.standing.rules.evidence import record, weight
from groups.standing.rules.loan_evidence import LoanHistory, broken_day

_MILLION: Final = 1_000_000


WHOLE: Final = _MILLION  # of a voucher without a loan in default


def record_of(
    loans: Iterable[LoanHistory],
    day: date,
    payable_on: PayableOn,
    base_rate: int,
    charter: ScoringCharter,
) -> int:
    """The record of a vouch in millionths, fixed on the day when she gives or renews it.

    `loans` are those handed over while an earlier vouch of hers stood for the borrower; each decays
    with its age, in default or not. `base_rate` is the programme's, in millionths. Source:
    scoring.md §4.
    """
    lent = broken = 0.0
    broken_from = charter.broken_promises.from_day_overdue
    for loan in loans:
        weighs = weight(loan.lent_day, day, charter.fading)
        lent += weighs
        is_broken = broken_day(loan, day, payable_on, broken_from) is not None
        broken += weighs if is_broken else 0.0
    return round(_MILLION * record(lent, broken, base_rate / _MILLION, charter.word))
