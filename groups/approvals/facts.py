"""The facts on a request's card, whom it asks, and the requests that a person may decide.

No kind of request is known here: each subject declares its own as an `Approval`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from groups.approvals.model import AskedFirst, Request, RequestKind
from groups.approvals.rules import (
    Case,
    SecondPerson,
    is_for_officers,
    is_second,
    may_be_second,
    right_of,
    second_of,
)
from groups.approvals.store import select_waiting_requests
from groups.messages.model import Facts
from groups.people.facts.moderators import moderators_of
from groups.people.facts.names import name_of, read_member
from groups.people.model.group import Group
from groups.people.model.people import ActorRoles, Member, Phone
from groups.people.rules.rights import Right, may
from groups.people.store.members import select_members_with_say
from groups.people.store.roles import select_roles, select_roles_held
from ledger.words import read
from storage.tx import Tx


class CardFacts(Protocol):
    """Reads the facts on the card `confirm_<kind>` that other kinds do not have."""

    def __call__(self, tx: Tx, request: Request, /) -> Facts: ...


@dataclass(frozen=True, slots=True)
class Approval:
    """A subject's declaration of a kind of request: its card, and who may be the second person.

    Only `groups/deciding` knows the effects of a yes and a no.
    """

    kind: RequestKind
    card_facts: CardFacts
    second: SecondPerson
    cases: tuple[Case, ...] = ()
    right_to_see: Right = Right.SEE_WAITING  # that the request waits

    def second_of(self, request: Request) -> SecondPerson:
        """Return who may decide this request, and who is asked for it."""
        assert request.kind is self.kind, "a request is read by the declaration of its own kind"
        return second_of(request, self.second, self.cases)


Approvals = Mapping[RequestKind, Approval]


def card_of(tx: Tx, group: Group, request: Request, approval: Approval) -> Facts:
    """The facts on a card: `request_id`, `kind`, `group`, `asked_by`, and those of its kind."""
    assert request.kind is approval.kind, "a request is read by the declaration of its own kind"
    return {
        "request_id": request.id,
        "kind": request.kind.value,
        "group": group.name,
        "asked_by": name_of(tx, request.asked_by),
        **approval.card_facts(tx, request),
    }


def select_open_to(
    tx: Tx, actor_roles: ActorRoles, group_id: str, approvals: Approvals
) -> tuple[Request, ...]:
    """The waiting requests that she may decide as a second person, the oldest first."""
    has_officers = bool(select_roles_held(tx, group_id))
    hers_to_decide = []
    for request in select_waiting_requests(tx, group_id):
        second = approvals[request.kind].second_of(request)
        is_right = may(actor_roles, right_of(second, has_officers=has_officers))
        if is_right and is_second(request, second, actor_roles):
            hers_to_decide.append(request)
    return tuple(hers_to_decide)


def whom_to_ask(
    tx: Tx, group: Group, request: Request, approval: Approval
) -> tuple[tuple[str, ...], ...]:
    """The persons who are asked to confirm, by turns: the next only if none before can be reached.

    The facilitator is asked if no member can confirm on her own phone; and before all members if an
    office-bearer should confirm.
    """
    second = approval.second_of(request)
    near, able = _members_to_ask(tx, request, second)
    persons = [tuple(member.person_id for member in several) for several in (near, able)]
    moderators = tuple(it for it in moderators_of(tx, group) if it != request.asked_by)
    persons.insert(1 if is_for_officers(second) else 2, moderators)
    return tuple(persons)


def _members_to_ask(
    tx: Tx, request: Request, second: SecondPerson
) -> tuple[list[Member], list[Member]]:
    """The members who are asked first, and all members who may decide."""
    able = [
        member
        for member in select_members_with_say(tx, request.group_id)
        if member.phone is Phone.OWN and may_be_second(request, second, member.id)
    ]
    if second.first is AskedFirst.ANY_MEMBER:
        return able, []
    offices = select_roles(tx, request.group_id)
    named = {request.body[field] for field in second.named}
    near = [member for member in able if member.id in offices or member.id in named]
    return near, [] if second.first is AskedFirst.OFFICERS_ALONE else able


def member_facts(tx: Tx, member_id: str) -> Facts:
    """The facts about a member on a card: `member_id`, `number`, `name`."""
    member = read_member(tx, member_id)
    return {"member_id": member.id, "number": member.number, "name": member.name}


def reason_of(tx: Tx, request: Request) -> str | None:
    """The reason in words; None if nobody gave one or it is erased."""
    return read(tx, request.word_id) if request.word_id else None
