"""The second person: the requests that she may decide, and the effects of her yes or no.

`MATTERS` is the only dispatch by kind of request; that by kind of pending change is in the effects.
Each subject declares its kinds in its facts and carries out the decision in its effects.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Final, Protocol

from groups.approvals import store
from groups.approvals.effects import say_card, say_decision
from groups.approvals.facts import Approval, Approvals, card_of, select_open_to
from groups.approvals.model import (
    REQUEST_STEPS,
    Decided,
    Request,
    RequestKind,
    RequestState,
    RequestStep,
)
from groups.approvals.rules import check_second, right_of
from groups.calendar.model import GroupWork
from groups.deciding.effects import DELAYED
from groups.deciding.facts.stopping import door_to, has_phone, is_entered
from groups.deciding.facts.waits import waits
from groups.deciding.model import WaitingPage
from groups.funds.effects.sharing import decide_share_out
from groups.funds.facts.approvals import SHARE_OUT
from groups.joining.effects.approvals import (
    decide_kinship,
    decide_leaving,
    decide_member,
    decide_role,
)
from groups.joining.effects.moves import decide_claim
from groups.joining.effects.withdrawing import decide_withdrawal
from groups.joining.facts import approvals as joining
from groups.lending.effects.changes import decide_change
from groups.lending.facts import approvals as lending
from groups.meetings.effects.closing import decide_cash
from groups.meetings.effects.corrections import decide_register, may_confirm
from groups.meetings.facts.approvals import CASH, REGISTER
from groups.messages.model import Facts
from groups.oldbooks.effects import decide_cutoff
from groups.oldbooks.facts import CUTOFF
from groups.pending import store as pending_store
from groups.pending.effects import record_stop, take_step
from groups.pending.facts import show_pending
from groups.pending.model import (
    Pending,
    PendingEnded,
    PendingShown,
    PendingState,
    PendingStep,
)
from groups.pending.rules import check_may_hurry, check_may_stop
from groups.people.facts.door import enter, enter_to_read, see, signature
from groups.people.facts.names import read_group
from groups.people.model.deed import Deed
from groups.people.model.group import Group, GroupState
from groups.people.model.people import CLOCK, Actor, ActorRoles
from groups.people.model.refusals import AlreadyDecided, NotFound
from groups.people.rules.rights import Right, may, require
from groups.people.store.roles import select_roles_held
from groups.turns.effects import decide_pin
from groups.turns.facts import PIN, phone_of
from storage.tx import Tx


def waiting(tx: Tx, actor: Actor, group_id: str) -> tuple[Request, ...]:
    """All requests of the group that wait for a second person, also her own, oldest first.

    Kinds that need a further right to see (changes of loans) are left out if she lacks it.
    """
    _, actor_roles = enter_to_read(tx, actor, group_id, Right.SEE_WAITING)
    requests = store.select_waiting_requests(tx, group_id)
    return tuple(one for one in requests if may(actor_roles, APPROVALS[one.kind].right_to_see))


def waiting_page(tx: Tx, actor: Actor, group_id: str) -> WaitingPage:
    """All waiting requests as a page; each shows only what the reader may see."""
    requests = waiting(tx, actor, group_id)
    group, actor_roles = enter_to_read(tx, actor, group_id, Right.SEE_WAITING)
    hers = {one.id for one in _mine(tx, actor_roles, group)}
    shown = [
        waits(tx, group, actor_roles, one, read_card(tx, group, one), is_open=one.id in hers)
        for one in requests
    ]
    return WaitingPage(tuple(shown))


def count_mine(tx: Tx, actor: Actor, group_id: str) -> int:
    """How many requests she may decide; 0 if she may not see them or the group is not active."""
    group, actor_roles = see(tx, actor, group_id)
    if group.state is not GroupState.ACTIVE or not may(actor_roles, Right.SEE_WAITING):
        return 0
    return len(_mine(tx, actor_roles, group))


def say_waiting(tx: Tx, actor: Actor, group_id: str, *, at: datetime) -> int:
    """Send her the card of each request that she may decide; return how many there are."""
    group, actor_roles = enter_to_read(tx, actor, group_id, Right.SEE_WAITING)
    requests = _mine(tx, actor_roles, group)
    for request in requests:
        card = read_card(tx, group, request)
        say_card(tx, actor.person_id, request, card, key=at.isoformat(), at=at)
    return len(requests)


def read_card(tx: Tx, group: Group, request: Request) -> Facts:
    """The facts on a request's card; the caller has checked the right to see it."""
    return card_of(tx, group, request, APPROVALS[request.kind])


def decide(
    tx: Tx,
    actor: Actor,
    request_id: str,
    is_yes: bool,  # noqa: FBT001 - its name says it at each call
    *,
    turn_id: str = "",
    new_id: Callable[[], str],
    at: datetime,
) -> Decided:
    """Confirm or decline a request; the same answer twice changes nothing.

    The asker may decline it herself. A request lapses if its subject has changed meanwhile.
    Refuses the asker and the member who gains by it (SecondPersonNeeded), and a request that
    another person has decided (AlreadyDecided). In a turn (`turn_id`, spent in this transaction) it
    refuses the same of the phone's holder (NotOnThisPhone), and a yes to most kinds
    (NotByPictures).
    """
    unlocked_request = store.select_request(tx, request_id)
    if unlocked_request is None:
        raise NotFound
    group, actor_roles = enter(tx, actor, unlocked_request.group_id, Right.CONFIRM)
    request = store.select_request(tx, request_id)
    assert request is not None, "requests are never deleted"
    deed = Deed(group, signature(actor_roles), new_id, at)
    step = RequestStep.CONFIRM if is_yes else RequestStep.DECLINE
    if request.state is not RequestState.WAITING:
        return _decided_before(tx, request, deed, step)
    matter = _MATTER_OF[request.kind]
    second = matter.approval.second_of(request)
    require(actor_roles, right_of(second, has_officers=bool(select_roles_held(tx, group.id))))
    check_second(request, second, actor_roles, is_yes=is_yes, phone_of=phone_of(tx, turn_id))
    if not matter.decide(tx, deed, request, is_yes=is_yes):
        step = RequestStep.LAPSE
    state = REQUEST_STEPS[request.state][step]
    store.update_request(tx, request.id, state, decided_by=deed.by_id, at=at)
    decided = replace(request, state=state)
    if request.asked_by not in {deed.by_id, actor_roles.person_id}:
        say_decision(tx, group, decided, matter.approval, at=at)
    return Decided(decided, is_new=True)


def stop(
    tx: Tx, actor: Actor, pending_id: str, *, new_id: Callable[[], str], at: datetime
) -> PendingEnded:
    """Stop a pending change: it never takes effect; a second tap changes nothing.

    The member whom it concerns may, in her turn on another's phone too; and the facilitator unless
    it is hers alone; and an office-bearer, of some kinds, where nobody enters the record.
    AlreadyDecided if it ended otherwise.
    """
    deed, actor_roles, pending = _pending_at(tx, actor, pending_id, new_id, at)
    delay = DELAYED[pending.kind].delay
    check_may_stop(
        delay,
        pending,
        actor_roles,
        has_phone=has_phone(tx, pending),
        is_entered=is_entered(tx, pending, actor_roles),
    )
    if _has_ended(pending, PendingState.STOPPED):
        return PendingEnded(pending, is_new=False)
    stopped = take_step(tx, deed, pending, PendingStep.STOP)
    _end_request(tx, deed, pending, RequestStep.LAPSE)
    record_stop(tx, deed, delay, stopped)
    DELAYED[pending.kind].stop(tx, deed, stopped)
    return PendingEnded(stopped, is_new=True)


def hurry(
    tx: Tx, actor: Actor, pending_id: str, *, new_id: Callable[[], str], at: datetime
) -> PendingEnded:
    """Let a pending change take effect at once; a second tap changes nothing.

    The member whom it concerns may, and the facilitator, who has seen her: each is the second
    person too. Refuses a facilitator who has asked for it herself (SecondPersonNeeded).
    """
    deed, actor_roles, pending = _pending_at(tx, actor, pending_id, new_id, at)
    delay = DELAYED[pending.kind].delay
    check_may_hurry(delay, pending, actor_roles, has_phone=has_phone(tx, pending))
    if _has_ended(pending, PendingState.DONE):
        return PendingEnded(pending, is_new=False)
    _end_request(tx, deed, pending, RequestStep.CONFIRM)
    return PendingEnded(_carry_out(tx, deed, pending), is_new=True)


def about_me(tx: Tx, actor: Actor, group_id: str) -> tuple[PendingShown, ...]:
    """What others have asked about her own record and still waits; she may stop each.

    Nothing for a facilitator, who has no record here.
    """
    group, actor_roles = enter_to_read(tx, actor, group_id, Right.END_PENDING)
    member = actor_roles.member
    if member is None:
        return ()
    return tuple(
        show_pending(tx, group.zone, member, pending)
        for pending in pending_store.select_pending_about(tx, member.id)
        if member.id in pending.concerned
    )


def groups_with_due(tx: Tx, *, at: datetime) -> Sequence[GroupWork]:
    """The groups in which the time of a pending change has come."""
    return [GroupWork(group_id) for group_id in pending_store.select_groups_due(tx, at=at)]


def carry_out_due(tx: Tx, group_id: str, *, new_id: Callable[[], str], at: datetime) -> int:
    """Let the one change take effect whose time came first; return 1, or 0 if none is due."""
    unlocked_pending = pending_store.select_next_due(tx, group_id, at=at)
    if unlocked_pending is None:
        return 0
    tx.lock(f"group:{group_id}")
    pending = _read_pending(tx, unlocked_pending.id)
    if pending.state is PendingState.WAITING:
        decider = store.select_decider(tx, pending.request_id) if pending.request_id else None
        deed = Deed(read_group(tx, pending.group_id), decider or CLOCK, new_id, at)
        _carry_out(tx, deed, pending)
    return 1


def _pending_at(
    tx: Tx, actor: Actor, pending_id: str, new_id: Callable[[], str], at: datetime
) -> tuple[Deed, ActorRoles, Pending]:
    unlocked_pending = pending_store.select_pending(tx, pending_id)
    if unlocked_pending is None:
        raise NotFound
    door = door_to(tx, actor, unlocked_pending)
    for group_id in sorted({door, unlocked_pending.group_id}):
        tx.lock(f"group:{group_id}")
    _, actor_roles = enter(tx, actor, door, Right.END_PENDING)
    group = read_group(tx, unlocked_pending.group_id)
    deed = Deed(group, signature(actor_roles), new_id, at)
    return deed, actor_roles, _read_pending(tx, pending_id)


def _has_ended(pending: Pending, state: PendingState) -> bool:
    """Whether it ended in this state; AlreadyDecided if it ended in another."""
    if pending.state in {PendingState.ASKED, PendingState.WAITING}:
        return False
    if pending.state is not state:
        raise AlreadyDecided
    return True


def _carry_out(tx: Tx, deed: Deed, pending: Pending) -> Pending:
    is_done = DELAYED[pending.kind].carry_out(tx, deed, pending)
    step = PendingStep.CARRY_OUT if is_done else PendingStep.LAPSE
    return take_step(tx, deed, pending, step)


def _end_request(tx: Tx, deed: Deed, pending: Pending, step: RequestStep) -> None:
    """Decide the request of a pending change, if it still waits; notify the asker of a yes."""
    request = store.select_request(tx, pending.request_id) if pending.request_id else None
    if request is None or request.state is not RequestState.WAITING:
        return
    decided = replace(request, state=REQUEST_STEPS[request.state][step])
    store.update_request(tx, request.id, decided.state, decided_by=deed.by_id, at=deed.at)
    if step is RequestStep.CONFIRM and request.asked_by != deed.by_id:
        say_decision(tx, deed.group, decided, APPROVALS[request.kind], at=deed.at)


def _read_pending(tx: Tx, pending_id: str) -> Pending:
    pending = pending_store.select_pending(tx, pending_id)
    assert pending is not None, "pending changes are never deleted"
    return pending


def _mine(tx: Tx, actor_roles: ActorRoles, group: Group) -> tuple[Request, ...]:
    return tuple(
        request
        for request in select_open_to(tx, actor_roles, group.id, APPROVALS)
        if _may_decide(tx, group, request, signature(actor_roles))
    )


def _may_decide(tx: Tx, group: Group, request: Request, second_id: str) -> bool:
    asks = _MATTER_OF[request.kind].may_decide
    return asks is None or asks(tx, group, request, second_id)


def _decided_before(tx: Tx, request: Request, deed: Deed, step: RequestStep) -> Decided:
    is_hers = store.select_decider(tx, request.id) == deed.by_id
    if is_hers and request.state is REQUEST_STEPS[RequestState.WAITING][step]:
        return Decided(request, is_new=False)
    raise AlreadyDecided


class Decide(Protocol):
    """Carries out a yes or a no; False if the subject of the request has changed meanwhile."""

    def __call__(self, tx: Tx, deed: Deed, request: Request, /, *, is_yes: bool) -> bool: ...


class MayDecide(Protocol):
    """Whether this signer may decide a request, beyond what its `Approval` declares."""

    def __call__(self, tx: Tx, group: Group, request: Request, second_id: str, /) -> bool: ...


@dataclass(frozen=True, slots=True)
class Matter:
    """A kind of request: its subject's declaration, and the effects of a decision."""

    approval: Approval
    decide: Decide
    may_decide: MayDecide | None = None


# The only list of all kinds of request.
MATTERS: Final = (
    Matter(joining.MEMBER, decide_member),
    Matter(joining.LEAVING, decide_leaving),
    Matter(joining.KINSHIP, decide_kinship),
    Matter(joining.ROLE, decide_role),
    Matter(joining.CLAIM, decide_claim),
    Matter(joining.WITHDRAWAL, decide_withdrawal),
    Matter(REGISTER, decide_register, may_decide=may_confirm),
    Matter(CASH, decide_cash),
    Matter(PIN, decide_pin),
    Matter(lending.WAIVER, decide_change),
    Matter(lending.RESCHEDULE, decide_change),
    Matter(lending.WRITE_OFF, decide_change),
    Matter(SHARE_OUT, decide_share_out),
    Matter(CUTOFF, decide_cutoff),
)
_MATTER_OF: Final[Mapping[RequestKind, Matter]] = MappingProxyType(
    {matter.approval.kind: matter for matter in MATTERS}
)
APPROVALS: Final[Approvals] = MappingProxyType(
    {matter.approval.kind: matter.approval for matter in MATTERS}
)
