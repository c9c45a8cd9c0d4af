"""The SQL of vouches: a bead given is a row, its end another; neither is ever changed."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, LiteralString, NamedTuple

from groups.calendar.model import GroupWork
from groups.people.model.people import MemberState
from groups.vouches.model.vouch import Vouch
from ledger.chain import Facts, link
from storage.tx import Tx, micros

# The facts in the chain, in the order of `_vouch_facts`, and those of an end.
VOUCHES: Final[LiteralString] = (
    "SELECT group_id, id, giver_id, receiver_id, day, until_day, record, proxy, recorded_at"
    " FROM vouches"
)
VOUCH_ENDS: Final[LiteralString] = "SELECT group_id, id, vouch_id, act, recorded_at FROM vouch_ends"


@dataclass(frozen=True, slots=True)
class ExpiringVouch:
    """A vouch that ends soon, and whom to remind."""

    id: str
    group_id: str
    person_id: str
    receiver_id: str
    name: str
    until_day: date


def insert_vouch(tx: Tx, vouch: Vouch, *, at: datetime) -> None:
    """Record a vouch, and link it into the chain."""
    tx.run(
        "INSERT INTO vouches"
        " (id, group_id, giver_id, receiver_id, day, until_day, record, proxy, recorded_at)"
        " VALUES (:id, :group_id, :giver_id, :receiver_id, :day, :until_day, :record, :proxy,"
        " :recorded_at)",
        id=vouch.id,
        group_id=vouch.group_id,
        giver_id=vouch.giver_id,
        receiver_id=vouch.receiver_id,
        day=vouch.day.isoformat(),
        until_day=vouch.until_day.isoformat(),
        record=vouch.record,
        proxy=int(vouch.is_proxy),
        recorded_at=vouch.recorded_at,
    )
    link(tx, vouch.group_id, "vouches", vouch.id, _vouch_facts(vouch), at=at)


def insert_end(tx: Tx, vouch: Vouch, act: str, *, end_id: str, at: datetime) -> None:
    """Record that a vouch ended before its day, and link it into the chain."""
    recorded_at = micros(at)
    tx.run(
        "INSERT INTO vouch_ends (id, group_id, vouch_id, act, recorded_at)"
        " VALUES (:id, :group_id, :vouch_id, :act, :recorded_at)",
        id=end_id,
        group_id=vouch.group_id,
        vouch_id=vouch.id,
        act=act,
        recorded_at=recorded_at,
    )
    facts = (vouch.id, act, recorded_at)
    link(tx, vouch.group_id, "vouch_ends", end_id, facts, at=at)


def select_standing(tx: Tx, group_id: str, giver_id: str, day: date) -> list[Vouch]:
    """A member's vouches in force on a day, the first to end first."""
    return tx.all(
        _vouch,
        "SELECT v.id, v.group_id, v.giver_id, v.receiver_id, v.day, v.until_day, v.record,"
        " v.proxy, v.recorded_at"
        " FROM vouches v LEFT JOIN vouch_ends e ON e.vouch_id = v.id"
        " WHERE v.group_id = :group_id AND v.giver_id = :giver_id AND v.until_day >= :day"
        " AND e.id IS NULL ORDER BY v.until_day, v.id",
        group_id=group_id,
        giver_id=giver_id,
        day=day.isoformat(),
    )


def select_by_hand(tx: Tx, vouch_id: str) -> Vouch | None:
    """A vouch that was given by another's hand, in force or not."""
    return tx.one(
        _vouch,
        "SELECT id, group_id, giver_id, receiver_id, day, until_day, record, proxy, recorded_at"
        " FROM vouches WHERE id = :id AND proxy = 1",
        id=vouch_id,
    )


def select_groups_expiring(tx: Tx, *, day: date, last_day: date) -> list[GroupWork]:
    """The active groups with vouches that end by a day and have no reminder yet, and the first."""
    return tx.all(
        lambda group_id, zone, charter, until: GroupWork(group_id, zone, until, charter),
        "SELECT g.id, g.zone, g.charter, MIN(v.until_day)"
        " FROM vouches v JOIN groups g ON g.id = v.group_id AND g.state = 'active'"
        " JOIN members giver ON giver.id = v.giver_id AND giver.state = 'active'"
        " JOIN members receiver ON receiver.id = v.receiver_id AND receiver.state = 'active'"
        " LEFT JOIN vouch_ends e ON e.vouch_id = v.id"
        " LEFT JOIN vouch_reminders r ON r.vouch_id = v.id"
        " WHERE v.until_day >= :day AND v.until_day <= :last_day"
        " AND e.id IS NULL AND r.vouch_id IS NULL"
        " GROUP BY g.id, g.zone, g.charter ORDER BY MIN(v.until_day), g.id",
        day=day.isoformat(),
        last_day=last_day.isoformat(),
    )


def select_expiring(
    tx: Tx, group_id: str, *, day: date, last_day: date, limit: int
) -> list[ExpiringVouch]:
    """Vouches of a group that end by a day and have no reminder yet."""
    return tx.all(
        _expiring,
        "SELECT v.id, v.group_id, giver.person_id, v.receiver_id, person.name, v.until_day"
        " FROM vouches v"
        " JOIN members giver ON giver.id = v.giver_id AND giver.state = 'active'"
        " JOIN members receiver ON receiver.id = v.receiver_id AND receiver.state = 'active'"
        " JOIN persons person ON person.id = receiver.person_id"
        " LEFT JOIN vouch_ends e ON e.vouch_id = v.id"
        " LEFT JOIN vouch_reminders r ON r.vouch_id = v.id"
        " WHERE v.group_id = :group_id"
        " AND v.until_day >= :day AND v.until_day <= :last_day"
        " AND e.id IS NULL AND r.vouch_id IS NULL ORDER BY v.until_day, v.id LIMIT :limit",
        group_id=group_id,
        day=day.isoformat(),
        last_day=last_day.isoformat(),
        limit=limit,
    )


def insert_reminder(tx: Tx, vouch_id: str, *, at: datetime) -> bool:
    """Record that the giver was reminded; False if she was before."""
    inserted = tx.run(
        "INSERT INTO vouch_reminders (vouch_id, reminded_at) VALUES (:vouch_id, :reminded_at)"
        " ON CONFLICT (vouch_id) DO NOTHING",
        vouch_id=vouch_id,
        reminded_at=micros(at),
    )
    return inserted == 1


def select_vouches_of(tx: Tx, group_id: str, member_id: str, day: date) -> list[Vouch]:
    """The vouches by or for a member in force on a day, the oldest first."""
    return tx.all(
        _vouch,
        "SELECT v.id, v.group_id, v.giver_id, v.receiver_id, v.day, v.until_day, v.record,"
        " v.proxy, v.recorded_at"
        " FROM vouches v LEFT JOIN vouch_ends e ON e.vouch_id = v.id"
        " WHERE v.group_id = :group_id AND :member_id IN (v.giver_id, v.receiver_id)"
        " AND v.until_day >= :day AND e.id IS NULL ORDER BY v.recorded_at, v.id",
        group_id=group_id,
        member_id=member_id,
        day=day.isoformat(),
    )


def _vouch_facts(vouch: Vouch) -> Facts:
    return (
        vouch.giver_id,
        vouch.receiver_id,
        vouch.day.isoformat(),
        vouch.until_day.isoformat(),
        vouch.record,
        int(vouch.is_proxy),
        vouch.recorded_at,
    )


def _vouch(*row: Any) -> Vouch:
    vouch_id, group_id, giver_id, receiver_id, iso_day, until_day, record, proxy, recorded_at = row
    return Vouch(
        id=vouch_id,
        group_id=group_id,
        giver_id=giver_id,
        receiver_id=receiver_id,
        day=date.fromisoformat(iso_day),
        until_day=date.fromisoformat(until_day),
        record=record,
        is_proxy=bool(proxy),
        recorded_at=recorded_at,
    )


def _expiring(*row: Any) -> ExpiringVouch:
    vouch_id, group_id, person_id, receiver_id, name, until_day = row
    return ExpiringVouch(
        vouch_id, group_id, person_id, receiver_id, name, date.fromisoformat(until_day)
    )


class NameOnBoard(NamedTuple):
    """A member as a board shows her."""

    member_id: str
    number: int
    name: str
    state: str

    @property
    def is_active(self) -> bool:
        """Whether others may vouch for her."""
        return self.state == MemberState.ACTIVE


def select_names_on_board(tx: Tx, group_id: str) -> list[NameOnBoard]:
    """Every member the group has now by number: waiting, active and frozen ones."""
    return tx.all(
        NameOnBoard,
        "SELECT m.id, m.number, p.name, m.state FROM members m"
        " JOIN persons p ON p.id = m.person_id"
        " WHERE m.group_id = :group_id AND m.state <> 'left' ORDER BY m.number",
        group_id=group_id,
    )
