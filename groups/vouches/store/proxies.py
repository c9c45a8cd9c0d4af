"""The SQL of proxies: who recorded a vouch, and the facilitator's decision; in the chain."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, LiteralString

from groups.registers.model.meeting import ReadAloud
from groups.vouches.model.proxies import Proxy
from ledger.chain import link
from storage.tx import Tx, micros, moment

PROXIES: Final[LiteralString] = (
    "SELECT group_id, id, vouch_id, act, by_id, recorded_at FROM proxies"
)


@dataclass(frozen=True, slots=True)
class ProxyAct:
    """An act on a proxy: recorded by a hand, or decided by the facilitator."""

    id: str
    group_id: str
    vouch_id: str
    act: str  # spoken, confirmed, struck; again: it stood already; back, taken, kept
    by_id: str


def insert_proxy_act(tx: Tx, act: ProxyAct, *, at: datetime) -> None:
    """Record an act on a proxy, and link it into the chain."""
    recorded_at = micros(at)
    tx.run(
        "INSERT INTO proxies (id, group_id, vouch_id, act, by_id, recorded_at)"
        " VALUES (:id, :group_id, :vouch_id, :act, :by_id, :recorded_at)",
        id=act.id,
        group_id=act.group_id,
        vouch_id=act.vouch_id,
        act=act.act,
        by_id=act.by_id,
        recorded_at=recorded_at,
    )
    facts = (act.vouch_id, act.act, act.by_id, recorded_at)
    link(tx, act.group_id, "proxies", act.id, facts, at=at)


def select_settled(tx: Tx, vouch_id: str) -> str | None:
    """The decision on a proxy: confirmed or struck; None while it waits."""
    act: str | None = tx.value(
        "SELECT act FROM proxies WHERE vouch_id = :vouch_id AND act IN ('confirmed', 'struck')",
        vouch_id=vouch_id,
    )
    return act


def select_last_back(tx: Tx, vouch_id: str) -> str | None:
    """The last act on taking a proxy back: back, taken or kept; None if nobody asked for it."""
    act: str | None = tx.value(
        "SELECT act FROM proxies WHERE vouch_id = :vouch_id AND act IN ('back', 'taken', 'kept')"
        " ORDER BY recorded_at DESC, act DESC LIMIT 1",
        vouch_id=vouch_id,
    )
    return act


def select_waiting(tx: Tx, group_id: str, day: date) -> tuple[Proxy, ...]:
    """The proxies in force on a day that wait for the facilitator, and those taken back."""
    return tuple(
        tx.all(
            _proxy,
            "SELECT v.id, giver.number, gp.name, rp.name, hp.name, p.recorded_at, p.act"
            " FROM proxies p JOIN vouches v ON v.id = p.vouch_id"
            " JOIN members giver ON giver.id = v.giver_id"
            " JOIN persons gp ON gp.id = giver.person_id"
            " JOIN members receiver ON receiver.id = v.receiver_id"
            " JOIN persons rp ON rp.id = receiver.person_id"
            " JOIN members hand ON hand.id = p.by_id JOIN persons hp ON hp.id = hand.person_id"
            " LEFT JOIN vouch_ends e ON e.vouch_id = v.id"
            " WHERE p.group_id = :group_id AND p.act IN ('spoken', 'back')"
            " AND v.until_day >= :day AND e.id IS NULL AND NOT EXISTS"
            " (SELECT 1 FROM proxies s WHERE s.vouch_id = v.id"
            " AND ((p.act = 'spoken' AND s.act IN ('confirmed', 'struck'))"
            " OR (p.act = 'back' AND s.act IN ('taken', 'kept')"
            " AND s.recorded_at >= p.recorded_at))) ORDER BY p.recorded_at, v.id",
            group_id=group_id,
            day=day.isoformat(),
        )
    )


def _proxy(*row: Any) -> Proxy:
    vouch_id, number, giver, receiver, hand, recorded_at, act = row
    at = moment(recorded_at)
    return Proxy(vouch_id, number, giver, receiver, hand, at, is_back=act == "back")


def select_to_read(tx: Tx, group_id: str) -> tuple[ReadAloud, ...]:
    """The proxies since the last close, to be read aloud before the next."""
    return tuple(
        tx.all(
            ReadAloud,
            "SELECT giver.number, gp.name, hp.name"
            " FROM proxies p JOIN vouches v ON v.id = p.vouch_id"
            " JOIN members giver ON giver.id = v.giver_id"
            " JOIN persons gp ON gp.id = giver.person_id"
            " JOIN members hand ON hand.id = p.by_id JOIN persons hp ON hp.id = hand.person_id"
            " WHERE p.group_id = :group_id AND p.act IN ('spoken', 'again') AND p.recorded_at >"
            " (SELECT COALESCE(MAX(r.recorded_at), 0) FROM registers r"
            " WHERE r.group_id = :group_id AND r.version = 1) ORDER BY p.recorded_at, p.id",
            group_id=group_id,
        )
    )


def count_read(tx: Tx, group_id: str, meeting_id: str) -> int:
    """How many proxies were read aloud in a meeting: those since the close before its own."""
    return int(
        tx.value(
            "SELECT COUNT(*) FROM proxies p"
            " JOIN registers c ON c.meeting_id = :meeting_id AND c.version = 1"
            " WHERE p.group_id = :group_id AND p.act IN ('spoken', 'again')"
            " AND p.recorded_at <= c.recorded_at AND p.recorded_at >"
            " (SELECT COALESCE(MAX(r.recorded_at), 0) FROM registers r"
            " WHERE r.group_id = :group_id AND r.version = 1 AND r.recorded_at < c.recorded_at)",
            group_id=group_id,
            meeting_id=meeting_id,
        )
    )
