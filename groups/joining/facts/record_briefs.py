"""The records of a group with their kin, to find two records of one woman."""

from groups.joining.model import RecordBrief
from groups.joining.store import select_records
from groups.people.store.kinships import select_ties
from storage.tx import Tx


def read_record_briefs(tx: Tx, group_id: str, group: str) -> list[RecordBrief]:
    """Every record of a group, to be compared with others."""
    records = select_records(tx, group_id)
    names = {record.member_id: record.name for record in records}
    kin: dict[str, set[str]] = {member_id: set() for member_id in names}
    for pair, _ in select_ties(tx, group_id):
        kin[pair.one_id].add(names[pair.other_id])
        kin[pair.other_id].add(names[pair.one_id])
    return [
        RecordBrief(
            member_id=record.member_id,
            person_id=record.person_id,
            group_id=group_id,
            group=group,
            number=record.number,
            name=record.name,
            has_phone=record.accounts > 0,
            has_left=record.left_day is not None,
            kin=frozenset(kin[record.member_id]),
        )
        for record in records
    ]
