"""The approvals of lending: changes of paid-out loans."""

from types import MappingProxyType
from typing import Final

from groups.approvals.facts import Approval, Approvals, member_facts, reason_of
from groups.approvals.model import AskedFirst, Request, RequestKind
from groups.approvals.rules import SecondPerson
from groups.messages.model import Facts
from groups.people.rules.rights import Right
from groups.registers.store.meetings import select_meeting
from storage.tx import Tx

_SHOWN: Final = ("interest", "principal", "months", "grace_months", "yes", "no")


def _loan_facts(tx: Tx, request: Request) -> Facts:
    """The loan, the reason and the change; for a write-off, the meeting that decided it."""
    body = request.body
    meeting = select_meeting(tx, str(body["meeting_id"])) if "meeting_id" in body else None
    return {
        **member_facts(tx, str(body["borrower_id"])),
        "loan_id": request.subject,
        "reason": reason_of(tx, request),
        "day": meeting.day.isoformat() if meeting else None,
        **{name: body.get(name) for name in _SHOWN},
    }


def _loan_change(kind: RequestKind) -> Approval:
    return Approval(
        kind,
        _loan_facts,
        SecondPerson(
            AskedFirst.OFFICERS_ALONE, right=Right.CONFIRM_LOAN_CHANGE, favours=("borrower_id",)
        ),
        right_to_see=Right.SEE_LOAN_BOOKS,
    )


WAIVER: Final = _loan_change(RequestKind.WAIVER)
RESCHEDULE: Final = _loan_change(RequestKind.RESCHEDULE)
WRITE_OFF: Final = _loan_change(RequestKind.WRITE_OFF)
LOAN_CHANGES: Final[Approvals] = MappingProxyType(
    {approval.kind: approval for approval in (WAIVER, RESCHEDULE, WRITE_OFF)}
)
