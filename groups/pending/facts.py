"""Who beside the member herself is told of a pending change, and may stop it."""

from groups.pending.model import Delay
from groups.pending.rules import concerns_facilitator
from groups.people.facts.moderators import moderators_of
from groups.people.model.group import Group
from groups.people.model.people import Member
from groups.people.store.persons import is_linked
from storage.tx import Tx


def facilitators_with_say(tx: Tx, group: Group, delay: Delay, member: Member) -> tuple[str, ...]:
    """Who has the facilitator's say in such a change of this member; nobody if it is hers alone."""
    has_phone = is_linked(tx, member.person_id)
    has_say = concerns_facilitator(delay, has_phone=has_phone)
    return moderators_of(tx, group) if has_say else ()
