"""What members have broken in other groups: written into the group in which they are now.

A run reads nothing of another group, so that it can be computed again from its own group's rows.
"""

from datetime import date, datetime
from typing import Final, LiteralString

from groups.calendar.rules.days import day_in
from groups.charter.rules.charter import Charter
from groups.charter.store import charter_of
from groups.founding.effects import read_group
from groups.loans.rules.payable_day import payable_on
from groups.people.model.group import Group
from groups.standing.rules.known import ALL, CarriedRow
from groups.standing.rules.known_loans import known_loans
from groups.standing.rules.loan_evidence import broken_day
from groups.standing.store.loans_at_cut import ON_ITS_WAY, select_days_known, select_told_loans
from ledger.chain import link
from storage.tx import Tx, micros, moment

# The facts in the chain, in the order in which they are inserted.
CARRIED_DEFAULTS: Final[LiteralString] = (
    "SELECT group_id, member_id || ':' || loan_id || ':' || CAST(version AS TEXT) AS ref, day,"
    " repaid_day, recorded_at FROM carried_defaults"
)

_Carried = tuple[str | None, str | None]  # the day it was broken, the day it was repaid after all
_NOTHING: Final[_Carried] = (None, None)


def select_carried(tx: Tx, group_id: str, *, cut: int) -> list[CarriedRow]:
    """Return what was known at a cut of what members had broken elsewhere, in its order."""
    return tx.rows(
        "SELECT member_id, loan_id, day, repaid_day, recorded_at FROM carried_defaults"
        " WHERE group_id = :group_id AND recorded_at <= :cut ORDER BY member_id, loan_id, version",
        group_id=group_id,
        cut=cut,
    )


def carry_defaults(tx: Tx, group: Group, *, at: datetime) -> int:
    """Write what the members' loans in other groups have come to, where that is new; say how many.

    A loan that is broken is one row, what becomes of it later another. The group is locked.
    """
    elsewhere = _select_elsewhere(tx, group.id)
    if not elsewhere:
        return 0
    stands: dict[tuple[str, str], list[_Carried]] = {}
    for member_id, loan_id, day, repaid_day, _ in select_carried(tx, group.id, cut=ALL):
        stands.setdefault((member_id, loan_id), []).append((day, repaid_day))
    written = 0
    for other_id in sorted({other_id for _, _, other_id in elsewhere}):
        members = {borrower: member for member, borrower, other in elsewhere if other == other_id}
        charter = charter_of(tx, other_id)
        for loan_id, (borrower, now) in broken_in(tx, other_id, charter, at=micros(at)).items():
            if borrower not in members:
                continue
            before = stands.get((members[borrower], loan_id), [])
            if now != (before[-1] if before else _NOTHING):
                place = (members[borrower], loan_id, len(before) + 1)
                _insert(tx, group.id, place, now, at=at)
                written += 1
    return written


def broken_in(
    tx: Tx, group_id: str, charter: Charter, *, at: int
) -> dict[str, tuple[str, _Carried]]:
    """Return every loan of a group: its borrower, since when it is broken, and repaid after all.

    As it was known a minute before a time (micro-seconds).
    """
    cut, today = at - ON_ITS_WAY, day_in(read_group(tx, group_id).zone, moment(at))
    most = charter.loans.terms.payable_days_at_most
    payable = payable_on(select_days_known(tx, group_id, cut=cut), lambda _: date.max, most)
    broken_from = charter.points.broken_promises.from_day_overdue
    found: dict[str, tuple[str, _Carried]] = {}
    for borrower, hers in known_loans(select_told_loans(tx, group_id, cut=cut), cut=cut).items():
        for loan in hers.histories:
            day = broken_day(loan, today, payable, broken_from)
            repaid_day = loan.repaid_by(today) if day else None
            found[loan.loan_id] = borrower, (_text(day), _text(repaid_day))
    return found


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def select_kept(tx: Tx, group_id: str) -> list[tuple[str, str, str, _Carried, int]]:
    """Return what was carried into a group: its name in the chain, the loan and its group, when."""
    return tx.all(
        lambda ref, loan, other, day, repaid_day, at: (ref, loan, other, (day, repaid_day), at),
        "SELECT c.member_id || ':' || c.loan_id || ':' || CAST(c.version AS TEXT), c.loan_id,"
        " l.group_id, c.day, c.repaid_day, c.recorded_at FROM carried_defaults c"
        " JOIN loans l ON l.id = c.loan_id WHERE c.group_id = :group_id"
        " ORDER BY c.recorded_at, c.member_id, c.loan_id",
        group_id=group_id,
    )


def _select_elsewhere(tx: Tx, group_id: str) -> list[tuple[str, str, str]]:
    """Return members of the group, and where else they have lent: member and group there."""
    return tx.rows(
        "SELECT DISTINCT m.id, o.id, o.group_id FROM members m"
        " JOIN members o ON o.person_id = m.person_id AND o.group_id <> m.group_id"
        " JOIN loans l ON l.group_id = o.group_id AND l.member_id = o.id"
        " WHERE m.group_id = :group_id AND m.state <> 'left' ORDER BY m.id, o.id",
        group_id=group_id,
    )


def _insert(
    tx: Tx, group_id: str, place: tuple[str, str, int], kept: _Carried, *, at: datetime
) -> None:
    member_id, loan_id, version = place
    day, repaid_day = kept
    tx.run(
        "INSERT INTO carried_defaults (member_id, loan_id, version, group_id, day, repaid_day,"
        " recorded_at) VALUES (:member_id, :loan_id, :version, :group_id, :day, :repaid_day, :at)",
        member_id=member_id,
        loan_id=loan_id,
        version=version,
        group_id=group_id,
        day=day,
        repaid_day=repaid_day,
        at=micros(at),
    )
    ref = f"{member_id}:{loan_id}:{version}"
    link(tx, group_id, "carried_defaults", ref, (day, repaid_day, micros(at)), at=at)
