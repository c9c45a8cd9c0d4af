"""What members have broken in other groups: written into the group in which they are now.

A run reads nothing of another group, so that it can be computed again from its own group's rows.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final, LiteralString

from groups.model.group import Group
from groups.rules.days import day_in
from groups.rules.evidence import DefaultFact
from groups.rules.known import ALL, CarriedRow
from groups.rules.known_loans import known_loans
from groups.rules.loan_evidence import LoanHistory, broken_day
from groups.rules.payable import payable_on
from groups.store.admission import read_group
from groups.store.charters import charter_of
from groups.store.meetings import select_days_held
from groups.store.told_loans import select_told_loans
from ledger.chain import link
from storage.tx import Tx, micros

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
        borrowers = {who: mine for mine, who, other in elsewhere if other == other_id}
        for borrower, loan, fact in _broken_in(tx, other_id, borrowers.keys(), at):
            before = stands.get((borrowers[borrower], loan.loan_id), [])
            now = _as_kept(fact)
            if now != (before[-1] if before else _NOTHING):
                place = (borrowers[borrower], loan.loan_id, len(before) + 1)
                _insert(tx, group.id, place, now, at=at)
                written += 1
    return written


def _broken_in(
    tx: Tx, group_id: str, borrowers: Iterable[str], at: datetime
) -> Iterable[tuple[str, LoanHistory, DefaultFact | None]]:
    """Every loan of some members of a group that was handed over, and whether it is broken."""
    group = read_group(tx, group_id)
    today = day_in(group.zone, at)
    charter = charter_of(tx, group_id)
    most = charter.loans.terms.payable_days_at_most
    payable = payable_on(select_days_held(tx, group_id), lambda _: date.max, most)
    broken_from = charter.points.broken_promises.from_day_overdue
    known = known_loans(select_told_loans(tx, group_id, cut=ALL), cut=ALL)
    for borrower in sorted(known.keys() & set(borrowers)):
        for loan in known[borrower].histories:
            day = broken_day(loan, today, payable, broken_from)
            yield borrower, loan, DefaultFact(day, loan.repaid_by(today)) if day else None


def _as_kept(fact: DefaultFact | None) -> _Carried:
    if fact is None:
        return _NOTHING
    return fact.day.isoformat(), fact.repaid_day.isoformat() if fact.repaid_day else None


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
