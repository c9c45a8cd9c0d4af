"""The SQL of member records that are compared, to find one woman's two."""

from groups.joining.model import RecordBrief
from groups.people.store.kinships import select_ties
from storage.tx import Tx


def select_record_briefs(tx: Tx, group_id: str, group: str) -> list[RecordBrief]:
    """Return every record of a group, to be compared with others."""
    rows = tx.rows(
        "SELECT m.id, m.person_id, m.number, p.name, m.left_day, COUNT(t.telegram_id)"
        " FROM members m JOIN persons p ON p.id = m.person_id"
        " LEFT JOIN telegram_accounts t ON t.person_id = m.person_id"
        " WHERE m.group_id = :group_id"
        " GROUP BY m.id, m.person_id, m.number, p.name, m.left_day ORDER BY m.number",
        group_id=group_id,
    )
    names = {member_id: name for member_id, _, _, name, *_ in rows}
    kin: dict[str, set[str]] = {member_id: set() for member_id in names}
    for pair, _ in select_ties(tx, group_id):
        kin[pair.one_id].add(names[pair.other_id])
        kin[pair.other_id].add(names[pair.one_id])
    return [
        RecordBrief(
            member_id=member_id,
            person_id=person_id,
            group_id=group_id,
            group=group,
            number=number,
            name=name,
            has_phone=accounts > 0,
            has_left=left_day is not None,
            kin=frozenset(kin[member_id]),
        )
        for member_id, person_id, number, name, left_day, accounts in rows
    ]
