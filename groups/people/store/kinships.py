"""The SQL of ties, kin and household: the newest row of a pair and kind is in force."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from groups.people.model.people import Pair, Tie
from ledger.chain import link
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class TieAct:
    """A tie declared or ended; `second_id` None: by herself at joining, or as a record merged."""

    id: str
    group_id: str
    pair: Pair
    kind: Tie
    act: str  # declared, ended
    by_id: str
    second_id: str | None


def select_ties(tx: Tx, group_id: str) -> tuple[tuple[Pair, Tie], ...]:
    """Every tie in force in the group."""
    return tuple(
        tx.all(
            lambda one, other, kind: (Pair(one, other), Tie(kind)),
            "SELECT k.one_id, k.other_id, k.kind FROM kinships k WHERE k.group_id = :group_id"
            " AND k.act = 'declared' AND NOT EXISTS (SELECT 1 FROM kinships newer"
            " WHERE newer.group_id = k.group_id AND newer.one_id = k.one_id"
            " AND newer.other_id = k.other_id AND newer.kind = k.kind"
            " AND newer.recorded_at > k.recorded_at) ORDER BY k.one_id, k.other_id, k.kind",
            group_id=group_id,
        )
    )


def select_ties_of(tx: Tx, group_id: str, member_id: str) -> tuple[tuple[str, Tie], ...]:
    """The ties of one member: the other's id, and the kind of tie."""
    return tuple(
        (pair.other_id if pair.one_id == member_id else pair.one_id, tie)
        for pair, tie in select_ties(tx, group_id)
        if member_id in {pair.one_id, pair.other_id}
    )


def is_tied(tx: Tx, group_id: str, pair: Pair, kind: Tie) -> bool:
    """Whether this tie between the two is in force."""
    newest = tx.value(
        "SELECT act FROM kinships WHERE group_id = :group_id AND one_id = :one_id"
        " AND other_id = :other_id AND kind = :kind ORDER BY recorded_at DESC LIMIT 1",
        group_id=group_id,
        one_id=pair.one_id,
        other_id=pair.other_id,
        kind=kind,
    )
    return bool(newest == "declared")


def select_ties_of_her_word(tx: Tx, group_id: str, member_id: str) -> tuple[tuple[Pair, Tie], ...]:
    """The ties in force that this member has declared herself and nobody has confirmed."""
    return tuple(
        tx.all(
            lambda one, other, kind: (Pair(one, other), Tie(kind)),
            "SELECT k.one_id, k.other_id, k.kind FROM kinships k WHERE k.group_id = :group_id"
            " AND k.act = 'declared' AND k.by_id = :member_id AND k.second_id IS NULL"
            " AND NOT EXISTS (SELECT 1 FROM kinships newer"
            " WHERE newer.group_id = k.group_id AND newer.one_id = k.one_id"
            " AND newer.other_id = k.other_id AND newer.kind = k.kind"
            " AND newer.recorded_at > k.recorded_at) ORDER BY k.one_id, k.other_id, k.kind",
            group_id=group_id,
            member_id=member_id,
        )
    )


KINSHIPS: Final = (
    "SELECT group_id, id, one_id, other_id, kind, act, by_id, second_id, recorded_at FROM kinships"
)


def select_last_declared(tx: Tx, tie: TieAct) -> int | None:
    """When the newest row of a pair and kind was recorded (micro-seconds); None without one."""
    last: int | None = tx.value(
        "SELECT MAX(recorded_at) FROM kinships WHERE group_id = :group_id AND one_id = :one_id"
        " AND other_id = :other_id AND kind = :kind",
        group_id=tie.group_id,
        one_id=tie.pair.one_id,
        other_id=tie.pair.other_id,
        kind=tie.kind,
    )
    return last


def insert_tie(tx: Tx, tie: TieAct, recorded_at: int, *, at: datetime) -> None:
    """Write a tie declared or ended into the table and into the group's chain."""
    tx.run(
        "INSERT INTO kinships (id, group_id, one_id, other_id, kind, act, by_id, second_id,"
        " recorded_at) VALUES (:id, :group_id, :one_id, :other_id, :kind, :act, :by_id,"
        " :second_id, :recorded_at)",
        id=tie.id,
        group_id=tie.group_id,
        one_id=tie.pair.one_id,
        other_id=tie.pair.other_id,
        kind=tie.kind,
        act=tie.act,
        by_id=tie.by_id,
        second_id=tie.second_id,
        recorded_at=recorded_at,
    )
    facts = (
        *(tie.pair.one_id, tie.pair.other_id, tie.kind.value, tie.act, tie.by_id),
        *(tie.second_id, recorded_at),
    )
    link(tx, tie.group_id, "kinships", tie.id, facts, at=at)
