"""Disputes: a member marks a line of hers as wrong, her facilitator decides with a reason."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from groups.model.people import Actor
from groups.model.refusals import AlreadyDecided, AlreadyDisputed, NotFound, ReasonMissing
from groups.rules.rights import Act
from groups.store import disputes, runs
from groups.store.disputes import Dispute
from groups.store.door import enter, look, member_in
from groups.store.members import select_member
from groups.store.outbox import Urgency, say_to_person
from ledger.words import keep_words
from storage.tx import Tx

UPHELD = "upheld"  # the line stands as it was
CORRECTED = "corrected"  # the register was put right; the next run shows it


@dataclass(frozen=True, slots=True)
class OpenDispute:
    """A dispute as the facilitator sees it."""

    id: str
    member_id: str
    name: str
    number: int
    period: date
    asked_at: datetime


def ask(
    tx: Tx,
    actor: Actor,
    group_id: str,
    subject: str,
    *,
    new_id: Callable[[], str],
    at: datetime,
) -> Dispute:
    """Mark a line of hers as wrong; her facilitator is told.

    Refuses a line that is not hers as one that does not exist, and a second mark on one.
    """
    group, standing = enter(tx, actor, group_id, Act.DISPUTE)
    member = member_in(standing)
    period = _period_of(subject)
    if member.id not in {one.member_id for one in runs.select_results(tx, group_id, period)}:
        raise NotFound
    dispute = Dispute(new_id(), group_id, member.id, subject, "open", None, at)
    if not disputes.insert_dispute(tx, dispute):
        raise AlreadyDisputed
    if group.facilitator_id is not None:
        say_to_person(
            tx,
            group.facilitator_id,
            "disputed",
            {
                "group_id": group_id,
                "group": group.name,
                "dispute_id": dispute.id,
                "name": member.name,
                "number": member.number,
                "period": period.isoformat(),
            },
            key=f"dispute:{dispute.id}",
            urgency=Urgency.NEWS,
            at=at,
        )
    return dispute


def waiting(tx: Tx, actor: Actor, group_id: str) -> tuple[OpenDispute, ...]:
    """Return what waits for the facilitator, the oldest first."""
    look(tx, actor, group_id, Act.DECIDE_DISPUTE)
    return tuple(_shown(tx, one) for one in disputes.select_open(tx, group_id))


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
    """Decide a dispute with a reason, `UPHELD` or `CORRECTED`; the one who asked is told.

    A correction of a register is asked for apart, with a second person; this closes the mark.
    """
    dispute = disputes.select_dispute(tx, dispute_id)
    if dispute is None:
        raise NotFound
    enter(tx, actor, dispute.group_id, Act.DECIDE_DISPUTE)
    if state not in {UPHELD, CORRECTED}:
        raise NotFound
    if not reason.strip():
        raise ReasonMissing
    word = keep_words(tx, new_id(), dispute.group_id, reason.strip(), new_id(), at=at)
    if not disputes.update_decided(tx, dispute.id, state, by=actor.person_id, word_id=word, at=at):
        raise AlreadyDecided
    member = select_member(tx, dispute.member_id)
    assert member is not None, "members are never deleted"
    say_to_person(
        tx,
        member.person_id,
        "dispute_decided",
        {
            "group_id": dispute.group_id,
            "period": _period_of(dispute.subject).isoformat(),
            "state": state,
            "reason": reason.strip(),
        },
        key=f"dispute:{dispute.id}:decided",
        urgency=Urgency.NEWS,
        at=at,
    )
    return dispute


def _shown(tx: Tx, dispute: Dispute) -> OpenDispute:
    member = select_member(tx, dispute.member_id)
    assert member is not None, "members are never deleted"
    return OpenDispute(
        dispute.id,
        member.id,
        member.name,
        member.number,
        _period_of(dispute.subject),
        dispute.asked_at,
    )


def _period_of(subject: str) -> date:
    kind, _, period = subject.partition(":")
    try:
        if kind != "score":
            raise NotFound
        day = date.fromisoformat(period)
    except ValueError as error:
        raise NotFound from error
    if day.isoformat() != period:  # written another way, a line could be marked twice
        raise NotFound
    return day
