"""What turns ask a second person for: that four pictures be a member's PIN."""

from typing import Final

from groups.approvals.facts import Approval, member_facts
from groups.approvals.model import AskedFirst, Request, RequestKind
from groups.approvals.rules import SecondPerson
from groups.messages.model import Facts
from storage.tx import Tx


def _pin_facts(tx: Tx, request: Request) -> Facts:
    return member_facts(tx, request.subject)


PIN: Final = Approval(
    RequestKind.PIN,
    _pin_facts,
    SecondPerson(AskedFirst.NEAR, favours=("member_id",)),
)
