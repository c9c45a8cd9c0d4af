"""Who may stop a pending change or let it take effect at once."""

from groups.approvals.model import SecondPersonNeeded
from groups.pending.model import Delay, Pending
from groups.people.model.people import ActorRoles
from groups.people.model.refusals import ConcernedHerself, NotFound


def is_about(pending: Pending, actor_roles: ActorRoles) -> bool:
    """Whether the change concerns this person herself."""
    return actor_roles.member is not None and actor_roles.member.id in pending.concerned


def concerns_facilitator(delay: Delay, *, has_phone: bool) -> bool:
    """Whether the facilitator is notified of such a change, and may stop it."""
    return not (delay.is_hers_alone and has_phone)


def check_may_stop(
    delay: Delay,
    pending: Pending,
    actor_roles: ActorRoles,
    *,
    has_phone: bool,
    is_entered: bool = True,
) -> None:
    """Refuse everybody but the member whom it concerns and the facilitator: NotFound.

    ConcernedHerself to a facilitator who is concerned in the group in another way.

    The facilitator has no say in what is the member's alone while she has a phone. If nobody enters
    the record (`is_entered`), an office-bearer of its group may stop some kinds in her place.
    """
    has_say = actor_roles.moderates and concerns_facilitator(delay, has_phone=has_phone)
    has_say |= delay.officers_may_stop and not is_entered and bool(actor_roles.roles)
    if not has_say and not is_about(pending, actor_roles):
        raise ConcernedHerself if actor_roles.is_concerned else NotFound


def check_may_hurry(
    delay: Delay, pending: Pending, actor_roles: ActorRoles, *, has_phone: bool
) -> None:
    """Refuse as for stopping; and the facilitator who asked, or lent her phone: SecondPersonNeeded.

    NotFound also for a kind that is never quicker.
    """
    check_may_stop(delay, pending, actor_roles, has_phone=has_phone)
    if not delay.may_hurry:
        raise NotFound
    signatures = {actor_roles.person_id, actor_roles.member.id if actor_roles.member else ""}
    if not is_about(pending, actor_roles) and not pending.askers.isdisjoint(signatures):
        raise SecondPersonNeeded
