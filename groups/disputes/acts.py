"""Disputes: a member marks a line of hers as wrong; her facilitator decides with a reason."""

from collections.abc import Callable
from datetime import datetime

from groups.disputes import store as disputes
from groups.disputes.effects import (
    CORRECTED,
    UPHELD,
    card_facts,
    read_disputed,
    read_line,
    read_open,
    say_decided,
)
from groups.disputes.model import AlreadyDisputed, LineKind, NotPutRight, OpenDispute
from groups.disputes.store import Dispute
from groups.messages.effects import say_to_person
from groups.messages.model import Urgency
from groups.people.facts.door import enter, enter_to_read, member_in
from groups.people.facts.moderators import groups_moderated_by, moderators_of
from groups.people.model.people import Actor
from groups.people.model.refusals import AlreadyDecided, NotFound, ReasonMissing
from groups.people.rules.rights import Right
from groups.people.store.facilitators import select_facilitator
from ledger.words import keep_words
from storage.tx import Tx

DECISIONS = frozenset({UPHELD, CORRECTED})


def ask(
    tx: Tx,
    actor: Actor,
    group_id: str,
    subject: str,
    *,
    new_id: Callable[[], str],
    at: datetime,
) -> Dispute:
    """Mark a line of hers (points, money or register) as wrong; notify who moderates her group.

    NotFound for a line that does not exist or is another member's. Refuses a second mark on a
    line; AlreadyDecided for a line of the passbook or a loan that was put right since.
    """
    group, actor_roles = enter(tx, actor, group_id, Right.DISPUTE)
    member = member_in(actor_roles)
    line = read_line(tx, group_id, member.id, subject)
    if line is None:
        raise NotFound
    if line.kind in {LineKind.ENTRY, LineKind.LOAN} and line.is_put_right:
        raise AlreadyDecided
    dispute = Dispute(new_id(), group_id, member.id, subject, "open", None, at)
    if not disputes.insert_dispute(tx, dispute):
        raise AlreadyDisputed
    for person_id in moderators_of(tx, group):
        _say(tx, person_id, read_open(tx, dispute), key=f":{person_id}", at=at)
    return dispute


def waiting(tx: Tx, actor: Actor, group_id: str) -> tuple[OpenDispute, ...]:
    """The disputes of one group that wait for its facilitator, the oldest first."""
    enter_to_read(tx, actor, group_id, Right.DECIDE_DISPUTE)
    return tuple(read_open(tx, one) for one in disputes.select_open(tx, group_id))


def waiting_everywhere(tx: Tx, actor: Actor) -> tuple[OpenDispute, ...]:
    """The open disputes of all groups that she moderates; NotFound if she is no facilitator."""
    if select_facilitator(tx, actor.person_id) is None:
        raise NotFound
    groups = groups_moderated_by(tx, actor.person_id)
    open_disputes = [one for group in groups for one in disputes.select_open(tx, group.id)]
    return tuple(read_open(tx, one) for one in sorted(open_disputes, key=lambda one: one.asked_at))


def say_waiting(tx: Tx, actor: Actor, *, at: datetime, limit: int = 10) -> int:
    """Send her the cards of her `limit` oldest open disputes; return how many wait in all."""
    open_disputes = waiting_everywhere(tx, actor)
    for one in open_disputes[:limit]:
        _say(tx, actor.person_id, one, key=f":{at.isoformat()}", at=at)
    return len(open_disputes)


def to_decide(tx: Tx, actor: Actor, dispute_id: str) -> OpenDispute:
    """An open dispute that she may decide; NotFound if there is none, AlreadyDecided if closed."""
    dispute = disputes.select_dispute(tx, dispute_id)
    if dispute is None:
        raise NotFound
    enter_to_read(tx, actor, dispute.group_id, Right.DECIDE_DISPUTE)
    if dispute.state != "open":
        raise AlreadyDecided
    return read_open(tx, dispute)


def decide(
    tx: Tx,
    actor: Actor,
    dispute_id: str,
    state: str,
    reason: str,
    *,
    new_id: Callable[[], str],
    at: datetime,
) -> Dispute:
    """Decide a dispute with a reason, `UPHELD` or `CORRECTED`; notify the member who asked.

    Only a reversal corrects money, and a second person confirms it. Before that, NotPutRight for a
    line of the passbook or of a register; the reversal then closes the dispute itself.
    """
    dispute = disputes.select_dispute(tx, dispute_id)
    if dispute is None:
        raise NotFound
    enter(tx, actor, dispute.group_id, Right.DECIDE_DISPUTE)
    if state not in DECISIONS:
        raise NotFound
    if not reason.strip():
        raise ReasonMissing
    line = read_disputed(tx, dispute)
    if state == CORRECTED and line.kind is not LineKind.SCORE and not line.is_put_right:
        raise NotPutRight
    word = keep_words(tx, new_id(), dispute.group_id, reason.strip(), new_id(), at=at)
    if not disputes.update_decided(tx, dispute.id, state, by=actor.person_id, word_id=word, at=at):
        raise AlreadyDecided
    say_decided(tx, dispute, state, reason.strip(), at=at)
    return dispute


def _say(tx: Tx, person_id: str, one: OpenDispute, *, key: str, at: datetime) -> None:
    facts = card_facts(one)
    key = f"dispute:{one.id}{key}"
    say_to_person(tx, person_id, "disputed", facts, key=key, urgency=Urgency.NEWS, at=at)
