"""The approval of old books: that they are taken over."""

from typing import Final

from groups.approvals.facts import Approval, reason_of
from groups.approvals.model import AskedFirst, Request, RequestKind
from groups.approvals.rules import SecondPerson
from groups.messages.model import Facts
from groups.oldbooks.rules.cutoff_body import unpacked
from groups.people.rules.rights import Right
from storage.tx import Tx


def _cutoff_facts(tx: Tx, request: Request) -> Facts:
    """Every figure that would be posted, by numbers, and how many become members; no names."""
    cutoff = unpacked(request.body, lambda *_: "")
    return {
        "day": cutoff.day.isoformat(),
        "members": len(cutoff.members),
        "new": sum(one.member_id is None for one in cutoff.members),
        "savings": cutoff.savings,
        "lent": cutoff.lent,
        "cash": cutoff.cash,
        "bank": cutoff.bank,
        "social": cutoff.social,
        "earned": cutoff.earned,
        "funds": {fund.value: amount for fund, amount in cutoff.funds.items()},
        "saved": [[one.number, one.savings] for one in cutoff.members],
        "owed": [[one.number, one.fund.value, one.left] for one in cutoff.loans],
        "assumed": [[one.column.value, [*one.numbers]] for one in cutoff.assumed],
        "reason": reason_of(tx, request),
    }


CUTOFF: Final = Approval(
    RequestKind.CUTOFF,
    _cutoff_facts,
    SecondPerson(AskedFirst.OFFICERS_ALONE, right=Right.TAKE_OVER_BOOKS),
)
