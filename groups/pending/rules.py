"""Who may stop a pending change or let it take effect at once."""

from groups.approvals.model import SecondPersonNeeded
from groups.pending.model import Pending
from groups.people.model.people import ActorRoles
from groups.people.model.refusals import NotFound


def is_about(pending: Pending, actor_roles: ActorRoles) -> bool:
    """Whether the change concerns this person herself."""
    return actor_roles.member is not None and actor_roles.member.id == pending.member_id


def check_may_stop(pending: Pending, actor_roles: ActorRoles) -> None:
    """Refuse everybody but the member whom it concerns and the facilitator: NotFound."""
    if not is_about(pending, actor_roles) and not actor_roles.is_facilitator:
        raise NotFound


def check_may_hurry(pending: Pending, actor_roles: ActorRoles) -> None:
    """Refuse as for stopping; and the facilitator who asked for it: SecondPersonNeeded."""
    check_may_stop(pending, actor_roles)
    signatures = {actor_roles.person_id, actor_roles.member.id if actor_roles.member else ""}
    if not is_about(pending, actor_roles) and pending.asked_by in signatures:
        raise SecondPersonNeeded
