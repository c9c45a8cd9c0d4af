"""The SQL of PINs as erasable digests, and of acts on them in the group's chain."""

from datetime import datetime
from typing import Any, Final, LiteralString

from groups.people.model.deed import Deed
from groups.turns.model import KeptPin
from ledger.chain import link
from storage.tx import Tx, micros, moment

PIN_ACTS: Final[LiteralString] = (
    "SELECT group_id, id, member_id, act, by_id, recorded_at FROM pin_acts"
)


def select_pin(tx: Tx, member_id: str) -> KeptPin | None:
    """A member's stored PIN."""
    return tx.one(
        _pin,
        "SELECT member_id, group_id, digest, asked, set_at, wrong, not_before, is_turn_on"
        " FROM pins WHERE member_id = :member_id",
        member_id=member_id,
    )


def select_pins(tx: Tx, group_id: str) -> dict[str, KeptPin]:
    """The stored PINs of a group, by member."""
    stored_pins = tx.all(
        _pin,
        "SELECT member_id, group_id, digest, asked, set_at, wrong, not_before, is_turn_on"
        " FROM pins WHERE group_id = :group_id",
        group_id=group_id,
    )
    return {pin.member_id: pin for pin in stored_pins}


def _pin(*row: Any) -> KeptPin:
    member_id, group_id, digest, asked, set_at, wrong, not_before, is_turn_on = row
    return KeptPin(
        member_id=member_id,
        group_id=group_id,
        digest=digest,
        asked=asked,
        set_at=None if set_at is None else moment(set_at),
        wrong=wrong,
        not_before=not_before,
        is_turn_on=bool(is_turn_on),
    )


def select_linked(tx: Tx, group_id: str) -> frozenset[str]:
    """The members of a group who have a Telegram account of their own."""
    rows = tx.rows(
        "SELECT m.id FROM members m JOIN telegram_accounts t ON t.person_id = m.person_id"
        " WHERE m.group_id = :group_id",
        group_id=group_id,
    )
    return frozenset(member_id for (member_id,) in rows)


def upsert_turn_on(tx: Tx, group_id: str, member_id: str, *, is_on: bool) -> None:
    """Store whether a member with a phone lets her turn be opened on another's."""
    tx.run(
        "INSERT INTO pins (member_id, group_id, is_turn_on)"
        " VALUES (:member_id, :group_id, :is_on)"
        " ON CONFLICT (member_id) DO UPDATE SET is_turn_on = excluded.is_turn_on",
        member_id=member_id,
        group_id=group_id,
        is_on=int(is_on),
    )


def insert_asked(tx: Tx, group_id: str, member_id: str, digest: str) -> None:
    """Store a PIN that waits for a second person, beside the one in force."""
    tx.run(
        "INSERT INTO pins (member_id, group_id, asked) VALUES (:member_id, :group_id, :digest)"
        " ON CONFLICT (member_id) DO UPDATE SET asked = excluded.asked",
        member_id=member_id,
        group_id=group_id,
        digest=digest,
    )


def update_set(tx: Tx, member_id: str, *, at: datetime) -> None:
    """Put the waiting PIN in force, with all its tries."""
    tx.run(
        "UPDATE pins SET digest = asked, asked = NULL, set_at = :at, wrong = 0, not_before = 0"
        " WHERE member_id = :member_id AND asked IS NOT NULL",
        member_id=member_id,
        at=micros(at),
    )


def update_not_set(tx: Tx, member_id: str) -> None:
    """Delete the waiting PIN; the one in force stays."""
    tx.run("UPDATE pins SET asked = NULL WHERE member_id = :member_id", member_id=member_id)


def update_tries(tx: Tx, member_id: str, wrong: int, *, not_before: int) -> None:
    """Store the number of wrong tries, and from when she may try again."""
    tx.run(
        "UPDATE pins SET wrong = :wrong, not_before = :not_before WHERE member_id = :member_id",
        member_id=member_id,
        wrong=wrong,
        not_before=not_before,
    )


def delete_pin(tx: Tx, member_id: str) -> None:
    """Erase a member's stored PIN, for example when she leaves."""
    tx.run("DELETE FROM pins WHERE member_id = :member_id", member_id=member_id)


def insert_pin_act(tx: Tx, deed: Deed, member_id: str, act: str) -> None:
    """Record that a PIN was asked for, set or reset, never the PIN; link it into the chain."""
    act_id, recorded_at = deed.new_id(), micros(deed.at)
    tx.run(
        "INSERT INTO pin_acts (id, group_id, member_id, act, by_id, recorded_at)"
        " VALUES (:id, :group_id, :member_id, :act, :by_id, :recorded_at)",
        id=act_id,
        group_id=deed.group.id,
        member_id=member_id,
        act=act,
        by_id=deed.by_id,
        recorded_at=recorded_at,
    )
    facts = (member_id, act, deed.by_id, recorded_at)
    link(tx, deed.group.id, "pin_acts", act_id, facts, at=deed.at)
