"""The SQL of members' defaults in other groups, recorded in their present group.

A run reads nothing of another group, so that it can be recomputed from its own group's rows.
"""

from datetime import datetime
from typing import Final, LiteralString

from groups.standing.rules.known import CarriedRow
from ledger.chain import link
from storage.tx import Tx, micros

# The facts in the chain, in the order in which they are inserted.
CARRIED_DEFAULTS: Final[LiteralString] = (
    "SELECT group_id, member_id || ':' || loan_id || ':' || CAST(version AS TEXT) AS ref, day,"
    " repaid_day, recorded_at FROM carried_defaults"
)

Carried = tuple[str | None, str | None]  # the day of the default, and the day of a later repayment


def select_carried(tx: Tx, group_id: str, *, cut: int) -> list[CarriedRow]:
    """What was known at a cut of members' defaults elsewhere, in order."""
    return tx.rows(
        "SELECT member_id, loan_id, day, repaid_day, recorded_at FROM carried_defaults"
        " WHERE group_id = :group_id AND recorded_at <= :cut ORDER BY member_id, loan_id, version",
        group_id=group_id,
        cut=cut,
    )


def select_carried_chain(tx: Tx, group_id: str) -> list[tuple[str, str, str, Carried, int]]:
    """The defaults carried into a group: reference in the chain, loan, its group, days, moment."""
    return tx.all(
        lambda ref, loan, other, iso_day, repaid_day, at: (
            ref,
            loan,
            other,
            (iso_day, repaid_day),
            at,
        ),
        "SELECT c.member_id || ':' || c.loan_id || ':' || CAST(c.version AS TEXT), c.loan_id,"
        " l.group_id, c.day, c.repaid_day, c.recorded_at FROM carried_defaults c"
        " JOIN loans l ON l.id = c.loan_id WHERE c.group_id = :group_id"
        " ORDER BY c.recorded_at, c.member_id, c.loan_id",
        group_id=group_id,
    )


def select_members_elsewhere(tx: Tx, group_id: str) -> list[tuple[str, str, str]]:
    """Members of the group who borrowed in another: member id, member id there, group there."""
    return tx.rows(
        "SELECT DISTINCT m.id, o.id, o.group_id FROM members m"
        " JOIN members o ON o.person_id = m.person_id AND o.group_id <> m.group_id"
        " JOIN loans l ON l.group_id = o.group_id AND l.member_id = o.id"
        " WHERE m.group_id = :group_id AND m.state <> 'left' ORDER BY m.id, o.id",
        group_id=group_id,
    )


def insert_carried_default(
    tx: Tx, group_id: str, place: tuple[str, str, int], carried: Carried, *, at: datetime
) -> None:
    """Record a version of a loan's default elsewhere, and link it into the chain."""
    member_id, loan_id, version = place
    iso_day, repaid_day = carried
    tx.run(
        "INSERT INTO carried_defaults (member_id, loan_id, version, group_id, day, repaid_day,"
        " recorded_at) VALUES (:member_id, :loan_id, :version, :group_id, :day, :repaid_day, :at)",
        member_id=member_id,
        loan_id=loan_id,
        version=version,
        group_id=group_id,
        day=iso_day,
        repaid_day=repaid_day,
        at=micros(at),
    )
    ref = f"{member_id}:{loan_id}:{version}"
    link(tx, group_id, "carried_defaults", ref, (iso_day, repaid_day, micros(at)), at=at)
