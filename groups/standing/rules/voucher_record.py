"""How good a judge a voucher is: what became of the loans paid out while her word stood."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from groups.charter.model.scoring import ScoringCharter
from groups.loans.rules.outstanding import PayableOn
from groups.standing.rules.evidence import record, weight
from groups.standing.rules.loan_evidence import LoanHistory, broken_day

_MILLION: Final = 1_000_000


WHOLE: Final = _MILLION  # of a word before which no loan has gone wrong


def record_of(
    loans: Iterable[LoanHistory],
    day: date,
    payable_on: PayableOn,
    base_rate: int,
    charter: ScoringCharter,
) -> int:
    """What it weighs in millionths, fixed on the day on which she gives or renews it (scoring, 4).

    `loans` are those handed over while an earlier word of hers stood for the borrower; each fades
    with its age, broken or not. `base_rate` is the programme's, in millionths.
    """
    lent = broken = 0.0
    broken_from = charter.broken_promises.from_day_overdue
    for loan in loans:
        weighs = weight(loan.lent_day, day, charter.fading)
        lent += weighs
        is_broken = broken_day(loan, day, payable_on, broken_from) is not None
        broken += weighs if is_broken else 0.0
    return round(_MILLION * record(lent, broken, base_rate / _MILLION, charter.word))
