"""The members who may have a PIN or take a turn, and the approval of a PIN.

New pictures of a member who has a phone, or pictures already, wait if they are chosen on another's
phone (`PICTURES`).
"""

from datetime import timedelta
from typing import Final

from groups.approvals.facts import Approval, member_facts
from groups.approvals.model import AskedFirst, Request, RequestKind
from groups.approvals.rules import SecondPerson
from groups.messages.model import Facts
from groups.pending.model import Delay, PendingKind
from groups.people.model.people import Member, MemberState
from groups.people.model.refusals import NotFound
from groups.people.store.members import select_member
from groups.turns.store.turns import select_holder
from storage.tx import Tx


def read_active(tx: Tx, group_id: str, member_id: str) -> Member:
    """An active member of the group; NotFound alike for others, frozen and former members."""
    member = select_member(tx, member_id)
    if member is None or member.group_id != group_id or member.state is not MemberState.ACTIVE:
        raise NotFound
    return member


def phone_of(tx: Tx, turn_id: str) -> frozenset[str]:
    """Every id of the person on whose phone a turn is; empty without a turn.

    She may know the pictures: what favours her is not said on her phone. The turn is spent in this
    transaction.
    """
    if not turn_id:
        return frozenset()
    holder = select_holder(tx, turn_id)
    assert holder is not None, "the turn is spent in this transaction"
    member = select_member(tx, holder)
    return frozenset({holder, member.person_id} if member else {holder})


def _pin_facts(tx: Tx, request: Request) -> Facts:
    return member_facts(tx, request.subject)


PIN: Final = Approval(
    RequestKind.PIN,
    _pin_facts,
    SecondPerson(AskedFirst.NEAR, favours=("member_id",), pictures_suffice=True),
)

PICTURES: Final = Delay(PendingKind.PICTURES, timedelta(hours=24))
