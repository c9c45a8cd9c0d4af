"""The SQL of acts on whole records: claimed, linked to another phone, erased, merged."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from groups.people.model.people import Member, MemberState
from ledger.chain import link
from storage.tx import Tx, micros


@dataclass(frozen=True, slots=True)
class RecordAct:
    """One act on a member's record; `other_id` is the record into which it was merged."""

    id: str
    group_id: str
    member_id: str
    act: str  # claimed, relinked, erased, merged, united, died
    other_id: str | None
    by_id: str
    second_id: str | None
    word_id: str | None = None  # the reason


def has_record_act(tx: Tx, group_id: str, member_id: str, act: str) -> bool:
    """Whether her record ever had this act."""
    return bool(
        tx.value(
            "SELECT COUNT(*) FROM record_acts"
            " WHERE group_id = :group_id AND act = :act AND member_id = :member_id",
            group_id=group_id,
            act=act,
            member_id=member_id,
        )
    )


def has_died(tx: Tx, member: Member) -> bool:
    """Whether she has died as a member; False if she came back, so that it was wrong."""
    if member.state is not MemberState.LEFT:
        return False
    return has_record_act(tx, member.group_id, member.id, "died")


RECORD_ACTS: Final = (
    "SELECT group_id, id, member_id, act, other_id, by_id, second_id, word_id, recorded_at"
    " FROM record_acts"
)


def insert_record_act(tx: Tx, act: RecordAct, *, at: datetime) -> None:
    """Record an act on a record, in the table and in the group's chain."""
    tx.run(
        "INSERT INTO record_acts"
        " (id, group_id, member_id, act, other_id, by_id, second_id, word_id, recorded_at)"
        " VALUES"
        " (:id, :group_id, :member_id, :act, :other_id, :by_id, :second_id, :word_id, :at)",
        id=act.id,
        group_id=act.group_id,
        member_id=act.member_id,
        act=act.act,
        other_id=act.other_id,
        by_id=act.by_id,
        second_id=act.second_id,
        word_id=act.word_id,
        at=micros(at),
    )
    facts = (act.member_id, act.act, act.other_id, act.by_id, act.second_id, act.word_id)
    link(tx, act.group_id, "record_acts", act.id, (*facts, micros(at)), at=at)
