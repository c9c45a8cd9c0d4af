"""The loans of another group, for its members who have moved to this one."""

from datetime import date

from groups.calendar.rules.days import day_in
from groups.charter.rules.charter import Charter
from groups.loans.rules.payable_day import payable_on
from groups.people.facts.names import read_group
from groups.standing.facts.loans_at_cut import ON_ITS_WAY, read_told_loans
from groups.standing.rules.known_loans import known_loans
from groups.standing.rules.loan_evidence import broken_day
from groups.standing.store.carried_defaults import Carried
from groups.standing.store.loans_at_cut import select_days_known
from storage.tx import Tx, moment


def broken_in(
    tx: Tx, group_id: str, charter: Charter, *, at: int
) -> dict[str, tuple[str, Carried]]:
    """Every loan of a group: its borrower, the day of its default and the day it was repaid.

    As known a minute before `at` (micro-seconds).
    """
    cut, today = at - ON_ITS_WAY, day_in(read_group(tx, group_id).zone, moment(at))
    most = charter.loans.terms.payable_days_at_most
    payable = payable_on(select_days_known(tx, group_id, cut=cut), lambda _: date.max, most)
    broken_from = charter.points.broken_promises.from_day_overdue
    by_loan: dict[str, tuple[str, Carried]] = {}
    for borrower, hers in known_loans(read_told_loans(tx, group_id, cut=cut), cut=cut).items():
        for loan in hers.histories:
            day = broken_day(loan, today, payable, broken_from)
            repaid_day = loan.repaid_by(today) if day else None
            by_loan[loan.loan_id] = borrower, (_text(day), _text(repaid_day))
    return by_loan


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None
