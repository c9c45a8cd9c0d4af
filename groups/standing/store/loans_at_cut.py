"""The SQL of a group's loans as they stood at a cut, in micro-seconds."""

from datetime import date

from groups.standing.rules.known_loans import InterestRow, PaidRow, StepRow, TermsRow
from storage.tx import Tx


def select_terms(tx: Tx, group_id: str, *, cut: int) -> list[TermsRow]:
    """The terms of loans that were handed over, in the order of recording."""
    return tx.rows(
        "SELECT l.member_id, t.loan_id, l.ladder_step, t.version, t.began, t.recorded_at,"
        " t.principal, t.months, t.rate_basis_points, t.rate_per, t.rhythm, t.method, t.plan,"
        " t.grace_months, t.grace, t.round_to, t.rounding, t.hangs_on, t.carries"
        " FROM loan_terms t JOIN loans l ON l.id = t.loan_id"
        " WHERE t.group_id = :group_id AND t.version > 0 AND t.recorded_at <= :cut"
        " ORDER BY t.recorded_at, t.loan_id, t.version",
        group_id=group_id,
        cut=cut,
    )


def select_paid(tx: Tx, group_id: str, *, cut: int) -> list[PaidRow]:
    """The payments and waivers."""
    return tx.rows(
        "SELECT loan_id, meeting_id, version, day, principal, interest, recorded_at"
        " FROM loan_payments WHERE group_id = :group_id AND recorded_at <= :cut"
        " UNION ALL SELECT loan_id, id, 0, day, principal, interest, recorded_at"
        " FROM loan_waivers WHERE group_id = :group_id AND recorded_at <= :cut ORDER BY 3, 7",
        group_id=group_id,
        cut=cut,
    )


def select_interest(tx: Tx, group_id: str, *, cut: int) -> list[InterestRow]:
    """The interest posted; the last row of a period counts."""
    return tx.rows(
        "SELECT loan_id, version, number, amount, recorded_at FROM loan_interest"
        " WHERE group_id = :group_id AND recorded_at <= :cut"
        " ORDER BY loan_id, version, number, revision",
        group_id=group_id,
        cut=cut,
    )


def select_steps(tx: Tx, group_id: str, *, cut: int) -> list[StepRow]:
    """The steps of loans, in the order of recording."""
    return tx.rows(
        "SELECT loan_id, state, day, recorded_at FROM loan_steps"
        " WHERE group_id = :group_id AND recorded_at <= :cut ORDER BY recorded_at, id",
        group_id=group_id,
        cut=cut,
    )


def select_days_known(tx: Tx, group_id: str, *, cut: int) -> list[date]:
    """The days of the meetings known at a cut, in order."""
    return tx.all(
        date.fromisoformat,
        "SELECT DISTINCT day FROM registers WHERE group_id = :group_id AND recorded_at <= :cut"
        " ORDER BY day",
        group_id=group_id,
        cut=cut,
    )
