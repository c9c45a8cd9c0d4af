"""The approvals of funds: a share-out, and its reversal."""

from typing import Final

from groups.approvals.facts import Approval, reason_of
from groups.approvals.model import AskedFirst, Request, RequestKind
from groups.approvals.rules import SecondPerson
from groups.funds.model.sharing import ShareOutPart
from groups.messages.model import Facts
from groups.people.rules.rights import Right
from groups.people.store.members import select_members_ever
from storage.tx import Tx


def _share_out_facts(tx: Tx, request: Request) -> Facts:
    """The total and the kind of a share-out; each member's part only for book-keepers."""
    body = request.body
    return {
        **{name: body[name] for name in ("payout", "basis", "total", "paid")},
        "members": len(body["parts"]),
        "reason": reason_of(tx, request),
    }


SHARE_OUT: Final = Approval(
    RequestKind.SHARE_OUT,
    _share_out_facts,
    SecondPerson(AskedFirst.OFFICERS_ALONE, right=Right.SHARE_OUT),
)


def parts_of(tx: Tx, request: Request) -> tuple[ShareOutPart, ...]:
    """Each member's part in a waiting share-out; her other savings are left out."""
    names = {member.id: member for member in select_members_ever(tx, request.group_id)}
    return tuple(
        ShareOutPart(member_id, names[member_id].number, names[member_id].name, 0, 0, amount, paid)
        for member_id, amount, paid in request.body["parts"]
    )
