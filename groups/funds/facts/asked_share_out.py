"""A share-out that waits for the second person: each member's part."""

from groups.approvals.model import Request
from groups.funds.model.sharing import ShareOutPart
from groups.people.store.members import select_members_ever
from storage.tx import Tx


def parts_of(tx: Tx, request: Request) -> tuple[ShareOutPart, ...]:
    """Each member's part in a waiting request; her other savings are left out."""
    names = {member.id: member for member in select_members_ever(tx, request.group_id)}
    return tuple(
        ShareOutPart(member_id, names[member_id].number, names[member_id].name, 0, 0, amount, paid)
        for member_id, amount, paid in request.body["parts"]
    )
