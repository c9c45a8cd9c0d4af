"""The SQL of turns on a lent phone, and of the one act of each in the group's chain."""

from datetime import datetime
from typing import Any, Final, LiteralString

from groups.messages.rules.languages import language_for
from groups.turns.model import Turn
from ledger.chain import link
from storage.tx import Tx, micros, moment

TURN_ACTS: Final[LiteralString] = (
    "SELECT group_id, id, member_id, held_by, recorded_at FROM turn_acts"
)


def insert_turn(tx: Tx, turn: Turn) -> None:
    """Insert a turn that begins now."""
    tx.run(
        "INSERT INTO turns (id, group_id, member_id, held_by, until, is_ended)"
        " VALUES (:id, :group_id, :member_id, :held_by, :until, 0)",
        id=turn.id,
        group_id=turn.group_id,
        member_id=turn.member_id,
        held_by=turn.held_by,
        until=micros(turn.until),
    )


def select_turn(tx: Tx, turn_id: str) -> Turn | None:
    """A turn that was neither ended nor spent; its time may have run out."""
    return tx.one(
        _turn,
        "SELECT t.id, t.group_id, t.member_id, t.held_by, t.until FROM turns t"
        " LEFT JOIN turn_acts a ON a.id = t.id"
        " WHERE t.id = :id AND t.is_ended = 0 AND a.id IS NULL",
        id=turn_id,
    )


def _turn(*row: Any) -> Turn:
    id_, group_id, member_id, held_by, until = row
    return Turn(id_, group_id, member_id, held_by, moment(until))


def select_language(tx: Tx, person_id: str, otherwise: str) -> str:
    """The language that a person chose or that her Telegram has; `otherwise` if there is none."""
    chosen, code = tx.rows(
        "SELECT p.language, COALESCE(t.language_code, '') FROM persons p"
        " LEFT JOIN telegram_accounts t ON t.person_id = p.id WHERE p.id = :id",
        id=person_id,
    )[0]
    return language_for(chosen, code) if chosen or code else otherwise


def update_ended(tx: Tx, held_by: str) -> None:
    """End every turn on the phones of a person."""
    tx.run(
        "UPDATE turns SET is_ended = 1 WHERE held_by = :held_by AND is_ended = 0", held_by=held_by
    )


def update_ended_of_member(tx: Tx, member_id: str) -> None:
    """End every turn of a member, on whichever phone."""
    tx.run(
        "UPDATE turns SET is_ended = 1 WHERE member_id = :member_id AND is_ended = 0",
        member_id=member_id,
    )


def select_holder(tx: Tx, turn_id: str) -> str | None:
    """The signature of the person on whose phone a turn was spent."""
    holder: str | None = tx.value("SELECT held_by FROM turn_acts WHERE id = :id", id=turn_id)
    return holder


def insert_turn_act(tx: Tx, turn: Turn, holder: str, *, at: datetime) -> None:
    """Record that a turn was spent on an act; `holder` signs as the person who lent the phone."""
    recorded_at = micros(at)
    tx.run(
        "INSERT INTO turn_acts (id, group_id, member_id, held_by, recorded_at)"
        " VALUES (:id, :group_id, :member_id, :held_by, :recorded_at)",
        id=turn.id,
        group_id=turn.group_id,
        member_id=turn.member_id,
        held_by=holder,
        recorded_at=recorded_at,
    )
    facts = (turn.member_id, holder, recorded_at)
    link(tx, turn.group_id, "turn_acts", turn.id, facts, at=at)
