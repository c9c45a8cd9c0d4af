"""The SQL of stored states of memberships, meetings and loans, beside their acts."""

from collections.abc import Sequence
from dataclasses import dataclass

from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class KeptLoan:
    """The stored state of a loan, beside its steps."""

    state: str
    approved_day: str | None
    paid_out_day: str | None


def select_loans_kept(tx: Tx, group_id: str) -> dict[str, KeptLoan | None]:
    """The stored state of each loan of a group; None if it is missing."""
    rows = tx.rows(
        "SELECT l.id, s.state, s.approved_day, s.paid_out_day FROM loans l"
        " LEFT JOIN loan_states s ON s.loan_id = l.id AND s.group_id = l.group_id"
        " WHERE l.group_id = :group_id ORDER BY l.id",
        group_id=group_id,
    )
    return {
        loan_id: None
        if state is None
        else KeptLoan(state=state, approved_day=approved_day, paid_out_day=paid_out_day)
        for loan_id, state, approved_day, paid_out_day in rows
    }


def select_loan_steps(tx: Tx, group_id: str) -> Sequence[tuple[str, str, str, str]]:
    """The steps of a group's loans in the order of its chain: loan, step, state, day."""
    return tx.rows(
        "SELECT s.loan_id, s.step, s.state, s.day FROM loan_steps s JOIN links l"
        " ON l.group_id = s.group_id AND l.kind = 'loan_steps' AND l.ref = s.id"
        " WHERE s.group_id = :group_id ORDER BY l.n",
        group_id=group_id,
    )


def select_borrowers(tx: Tx, group_id: str) -> Sequence[tuple[str, str, str]]:
    """Each loan of a group, the member who asked for it, and its stored borrower."""
    return tx.rows(
        "SELECT l.id, l.member_id, s.member_id FROM loans l"
        " JOIN loan_states s ON s.loan_id = l.id WHERE l.group_id = :group_id ORDER BY l.id",
        group_id=group_id,
    )


def select_entry_days(tx: Tx, group_id: str) -> Sequence[tuple[str, str, str, str, int]]:
    """The entries whose day was checked: the group's zone, key, reason, day, time of recording.

    Entries from before days were checked are left out.
    """
    return tx.rows(
        "SELECT g.zone, e.key, e.reason, e.day, e.recorded_at FROM entries e"
        " JOIN groups g ON g.id = e.group_id"
        " LEFT JOIN days_unchecked u ON u.group_id = e.group_id"
        " WHERE e.group_id = :group_id AND e.n > COALESCE(u.n, 0) ORDER BY e.n",
        group_id=group_id,
    )


def count_groups(tx: Tx) -> int:
    """How many groups there are."""
    return int(tx.value("SELECT COUNT(*) FROM groups") or 0)


def select_group_ids(tx: Tx, after: str, limit: int) -> Sequence[str]:
    """The next groups by id after `after`; from the first if it is empty."""
    return [
        str(group_id)
        for (group_id,) in tx.rows(
            "SELECT id FROM groups WHERE id > :after ORDER BY id LIMIT :limit",
            after=after,
            limit=limit,
        )
    ]


def select_states(tx: Tx, group_id: str) -> dict[str, str]:
    """The stored state of each membership of a group."""
    rows = tx.rows("SELECT id, state FROM members WHERE group_id = :group_id", group_id=group_id)
    return {str(member_id): str(state) for member_id, state in rows}


def select_last_acts(tx: Tx, group_id: str) -> dict[str, str]:
    """The last act on each membership of a group, in the order of its chain."""
    rows = tx.rows(
        "SELECT a.member_id, a.act FROM member_acts a JOIN links l"
        " ON l.group_id = a.group_id AND l.kind = 'member_acts' AND l.ref = a.id"
        " WHERE a.group_id = :group_id ORDER BY l.n",
        group_id=group_id,
    )
    return {str(member_id): str(act) for member_id, act in rows}


def select_meetings(tx: Tx, group_id: str) -> Sequence[tuple[str, str, int, int]]:
    """Each meeting of a group: id, stored state and version, and its last register or 0."""
    return [
        (str(meeting_id), str(state), int(version), int(last))
        for meeting_id, state, version, last in tx.rows(
            "SELECT m.id, m.state, m.version, COALESCE(MAX(r.version), 0) FROM meetings m"
            " LEFT JOIN registers r ON r.meeting_id = m.id WHERE m.group_id = :group_id"
            " GROUP BY m.id, m.state, m.version ORDER BY m.id",
            group_id=group_id,
        )
    ]
