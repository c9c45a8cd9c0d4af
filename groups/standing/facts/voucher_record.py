"""The weight of a giver's new vouch, from her earlier vouches and the loans behind them."""

from datetime import date

from groups.charter.rules.charter import Charter
from groups.loans.rules.payable_day import payable_on
from groups.standing.facts.evidence import records_of
from groups.standing.facts.loans_at_cut import ON_ITS_WAY, read_told_loans
from groups.standing.rules.known_loans import known_loans
from groups.standing.rules.voucher_record import WHOLE, record_of
from groups.standing.store.evidence import select_merges
from groups.standing.store.loans_at_cut import select_days_known
from groups.standing.store.runs import select_base_rate_of
from groups.standing.store.voucher_record import select_loans_behind
from storage.tx import Tx


def read_record(
    tx: Tx, group_id: str, giver_id: str, charter: Charter, *, day: date, at: int
) -> int:
    """The weight of a vouch given on `day`, in millionths, as known at `at` (micro-seconds).

    It counts loans that were handed over while a vouch of hers for the borrower was in force.
    """
    cut = at - ON_ITS_WAY
    behind = {
        loan_id
        for giver in records_of(giver_id, select_merges(tx, group_id, cut=cut))
        for loan_id in select_loans_behind(tx, group_id, giver, cut=cut)
    }
    if not behind:
        return WHOLE
    told_loans = read_told_loans(tx, group_id, cut=cut).only(behind)
    loans = [loan for hers in known_loans(told_loans, cut=cut).values() for loan in hers.histories]
    most = charter.loans.terms.payable_days_at_most
    payable = payable_on(select_days_known(tx, group_id, cut=cut), lambda _: date.max, most)
    return record_of(
        loans, day, payable, select_base_rate_of(tx, group_id, cut=cut), charter.points
    )
