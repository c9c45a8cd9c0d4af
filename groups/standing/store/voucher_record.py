"""What a giver's new word weighs, read from her earlier words and the loans behind them."""

from datetime import date

from groups.charter.rules.charter import Charter
from groups.loans.rules.payable_day import payable_on
from groups.standing.rules.known_loans import known_loans
from groups.standing.rules.voucher_record import WHOLE, record_of
from groups.standing.store.evidence import select_merges
from groups.standing.store.loans_at_cut import ON_ITS_WAY, select_days_known, select_told_loans
from groups.standing.store.runs import select_base_rate_of
from storage.tx import Tx


def select_record(
    tx: Tx, group_id: str, giver_id: str, charter: Charter, *, day: date, at: int
) -> int:
    """Return the weight in millionths of a word that she gives on a day, at a time (micro-seconds).

    A loan counts that was handed over while a word of hers stood for its borrower.
    """
    cut = at - ON_ITS_WAY
    behind = {
        loan_id
        for giver in _records_of(tx, group_id, giver_id, cut)
        for loan_id in _select_loans_behind(tx, group_id, giver, cut)
    }
    if not behind:
        return WHOLE
    told = select_told_loans(tx, group_id, cut=cut).only(behind)
    loans = [loan for hers in known_loans(told, cut=cut).values() for loan in hers.histories]
    most = charter.loans.terms.payable_days_at_most
    payable = payable_on(select_days_known(tx, group_id, cut=cut), lambda _: date.max, most)
    return record_of(
        loans, day, payable, select_base_rate_of(tx, group_id, cut=cut), charter.points
    )


def select_words(tx: Tx, group_id: str) -> list[tuple[str, str, date, int, int]]:
    """Return every word given in a group: its id, who gave it, the day, its record, and when."""
    return tx.all(
        lambda word, giver, iso_day, record, at: (
            word,
            giver,
            date.fromisoformat(iso_day),
            record,
            at,
        ),
        "SELECT id, giver_id, day, record, recorded_at FROM vouches"
        " WHERE group_id = :group_id ORDER BY recorded_at, id",
        group_id=group_id,
    )


def _records_of(tx: Tx, group_id: str, member_id: str, cut: int) -> set[str]:
    """Her record, and those that went into it."""
    records = {member_id}
    for gone, into, _ in reversed(select_merges(tx, group_id, cut=cut)):
        records |= {gone} if into in records else set()
    return records


def _select_loans_behind(tx: Tx, group_id: str, giver_id: str, cut: int) -> list[str]:
    """Return the loans handed over by a cut while her word stood; by another's hand, confirmed."""
    return tx.all(
        str,
        "SELECT DISTINCT l.id FROM vouches v"
        " JOIN loans l ON l.group_id = v.group_id AND l.member_id = v.receiver_id"
        " JOIN loan_terms t ON t.loan_id = l.id AND t.version = 1 AND t.recorded_at <= :cut"
        " LEFT JOIN vouch_ends e ON e.vouch_id = v.id AND e.recorded_at <= t.recorded_at"
        " LEFT JOIN proxies p ON v.proxy = 1 AND p.vouch_id = v.id AND p.act = 'confirmed'"
        " AND p.recorded_at <= t.recorded_at"
        " WHERE v.group_id = :group_id AND v.giver_id = :giver_id"
        " AND v.recorded_at <= t.recorded_at AND v.until_day >= t.began"
        " AND e.id IS NULL AND (v.proxy = 0 OR p.id IS NOT NULL) ORDER BY l.id",
        group_id=group_id,
        giver_id=giver_id,
        cut=cut,
    )
