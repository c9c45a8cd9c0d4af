"""Kin and household in a group: the newest row of a pair and kind stands."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from groups.people.model.people import Tie
from ledger.chain import link
from storage.tx import Tx, micros


@dataclass(frozen=True, slots=True)
class Pair:
    """Two members of a group, always named in the same order."""

    one_id: str
    other_id: str

    def __post_init__(self) -> None:
        assert self.one_id < self.other_id, "a pair has one order, and is never of one alone"


@dataclass(frozen=True, slots=True)
class TieAct:
    """A tie declared or ended; `second_id` None: told at joining."""

    id: str
    group_id: str
    pair: Pair
    kind: Tie
    act: str  # declared, ended
    by_id: str
    second_id: str | None


def pair_of(one: str, other: str) -> Pair:
    """The pair of two different members, whichever is named first."""
    return Pair(min(one, other), max(one, other))


def select_ties(tx: Tx, group_id: str) -> tuple[tuple[Pair, Tie], ...]:
    """Every tie that stands in the group."""
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
    """The ties of one member: the other's id, and how they belong together."""
    return tuple(
        (pair.other_id if pair.one_id == member_id else pair.one_id, tie)
        for pair, tie in select_ties(tx, group_id)
        if member_id in {pair.one_id, pair.other_id}
    )


def is_tied(tx: Tx, group_id: str, pair: Pair, kind: Tie) -> bool:
    """Whether this tie stands between the two."""
    newest = tx.value(
        "SELECT act FROM kinships WHERE group_id = :group_id AND one_id = :one_id"
        " AND other_id = :other_id AND kind = :kind ORDER BY recorded_at DESC LIMIT 1",
        group_id=group_id,
        one_id=pair.one_id,
        other_id=pair.other_id,
        kind=kind,
    )
    return bool(newest == "declared")


KINSHIPS: Final = (
    "SELECT group_id, id, one_id, other_id, kind, act, by_id, second_id, recorded_at FROM kinships"
)


def insert_tie(tx: Tx, tie: TieAct, *, at: datetime) -> None:
    """Record a tie declared or ended, in the table and in the group's chain."""
    before = tx.value(
        "SELECT MAX(recorded_at) FROM kinships WHERE group_id = :group_id AND one_id = :one_id"
        " AND other_id = :other_id AND kind = :kind",
        group_id=tie.group_id,
        one_id=tie.pair.one_id,
        other_id=tie.pair.other_id,
        kind=tie.kind,
    )
    # The newest row stands, so that no two of a pair and kind may be of one moment.
    recorded_at = micros(at) if before is None else max(micros(at), before + 1)
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
