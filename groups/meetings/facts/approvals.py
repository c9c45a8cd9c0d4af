"""The approvals of meetings: a new register for a closed one, a close whose cash differs."""

from typing import Final

from groups.approvals.facts import Approval, reason_of
from groups.approvals.model import AskedFirst, Request, RequestKind
from groups.approvals.rules import SecondPerson
from groups.messages.model import Facts
from groups.registers.store.meetings import select_meeting
from storage.tx import Tx


def _register_facts(tx: Tx, request: Request) -> Facts:
    meeting = select_meeting(tx, request.subject)
    return {
        "meeting_id": request.subject,
        "day": meeting.day.isoformat() if meeting else None,
        "reason": reason_of(tx, request),
    }


def _cash_facts(tx: Tx, request: Request) -> Facts:
    meeting = select_meeting(tx, request.subject)
    return {
        "meeting_id": request.subject,
        "day": meeting.day.isoformat() if meeting else None,
        "expected": request.body["expected"],
        "counted": request.body["cash_counted"],
        "difference": request.body["cash_counted"] - request.body["expected"],
        "cash_reason": request.body["cash_reason"],
    }


REGISTER: Final = Approval(RequestKind.REGISTER, _register_facts, SecondPerson(AskedFirst.OFFICERS))
CASH: Final = Approval(RequestKind.CASH, _cash_facts, SecondPerson(AskedFirst.OFFICERS))
