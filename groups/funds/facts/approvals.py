"""What funds ask a second person for: that what was earned is shared out, or taken back."""

from typing import Final

from groups.approvals.facts import Approval, reason_of
from groups.approvals.model import AskedFirst, Request, RequestKind
from groups.approvals.rules import SecondPerson
from groups.messages.model import Facts
from groups.people.rules.rights import Right
from storage.tx import Tx


def _share_out_facts(tx: Tx, request: Request) -> Facts:
    """What is shared out in all and how; each one's part is shown to who keeps the books."""
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
