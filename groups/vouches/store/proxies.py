"""By whose hand a word came, and what the facilitator made of it, in the group's chain."""

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
    """A word spoken by a hand, or settled by the facilitator."""

    id: str
    group_id: str
    vouch_id: str
    act: str  # spoken, confirmed, struck
    by_id: str


def insert_proxy_act(tx: Tx, act: ProxyAct, *, at: datetime) -> None:
    """Record what happened to a word by another's hand, and link it into the chain."""
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
    """How a word was settled: confirmed or struck; None while it waits."""
    act: str | None = tx.value(
        "SELECT act FROM proxies WHERE vouch_id = :vouch_id AND act <> 'spoken'",
        vouch_id=vouch_id,
    )
    return act


def select_waiting(tx: Tx, group_id: str, day: date) -> tuple[Proxy, ...]:
    """The words by another's hand that stand on a day and wait for the facilitator."""
    return tuple(
        tx.all(
            _proxy,
            "SELECT v.id, giver.number, gp.name, rp.name, hp.name, p.recorded_at"
            " FROM proxies p JOIN vouches v ON v.id = p.vouch_id"
            " JOIN members giver ON giver.id = v.giver_id"
            " JOIN persons gp ON gp.id = giver.person_id"
            " JOIN members receiver ON receiver.id = v.receiver_id"
            " JOIN persons rp ON rp.id = receiver.person_id"
            " JOIN members hand ON hand.id = p.by_id JOIN persons hp ON hp.id = hand.person_id"
            " LEFT JOIN proxies s ON s.vouch_id = v.id AND s.act <> 'spoken'"
            " LEFT JOIN vouch_ends e ON e.vouch_id = v.id"
            " WHERE p.group_id = :group_id AND p.act = 'spoken' AND v.until_day >= :day"
            " AND s.id IS NULL AND e.id IS NULL ORDER BY p.recorded_at, v.id",
            group_id=group_id,
            day=day.isoformat(),
        )
    )


def _proxy(*row: Any) -> Proxy:
    vouch_id, number, giver, receiver, hand, recorded_at = row
    return Proxy(vouch_id, number, giver, receiver, hand, moment(recorded_at))


def select_to_read(tx: Tx, group_id: str) -> tuple[ReadAloud, ...]:
    """The words by another's hand since the last close, to be read aloud before the next."""
    return tuple(
        tx.all(
            ReadAloud,
            "SELECT giver.number, gp.name, hp.name"
            " FROM proxies p JOIN vouches v ON v.id = p.vouch_id"
            " JOIN members giver ON giver.id = v.giver_id"
            " JOIN persons gp ON gp.id = giver.person_id"
            " JOIN members hand ON hand.id = p.by_id JOIN persons hp ON hp.id = hand.person_id"
            " WHERE p.group_id = :group_id AND p.act = 'spoken' AND p.recorded_at >"
            " (SELECT COALESCE(MAX(r.recorded_at), 0) FROM registers r"
            " WHERE r.group_id = :group_id AND r.version = 1) ORDER BY p.recorded_at, p.id",
            group_id=group_id,
        )
    )


def count_read(tx: Tx, group_id: str, meeting_id: str) -> int:
    """How many were read aloud in a closed meeting: those since the close before it."""
    return int(
        tx.value(
            "SELECT COUNT(*) FROM proxies p"
            " JOIN registers c ON c.meeting_id = :meeting_id AND c.version = 1"
            " WHERE p.group_id = :group_id AND p.act = 'spoken'"
            " AND p.recorded_at <= c.recorded_at AND p.recorded_at >"
            " (SELECT COALESCE(MAX(r.recorded_at), 0) FROM registers r"
            " WHERE r.group_id = :group_id AND r.version = 1 AND r.recorded_at < c.recorded_at)",
            group_id=group_id,
            meeting_id=meeting_id,
        )
    )
