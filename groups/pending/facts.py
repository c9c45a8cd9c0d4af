"""Pending changes as whom they concern reads them, who may stop one, and what was stopped."""

from groups.calendar.rules.days import day_in, minute_in
from groups.pending import store
from groups.pending.model import REST, Delay, Pending, PendingKind, PendingShown, StoppedBefore
from groups.pending.rules import concerns_facilitator
from groups.people.facts.moderators import moderators_of
from groups.people.facts.names import name_of, read_member
from groups.people.model.deed import Deed
from groups.people.model.group import Group
from groups.people.model.people import Member
from groups.people.store.members import select_member
from groups.people.store.persons import is_linked
from storage.tx import Tx


def check_not_stopped(tx: Tx, deed: Deed, kind: PendingKind, *members: Member) -> None:
    """Refuse to ask again for what was stopped within seven days: StoppedBefore.

    It is the same kind of change, concerns one of these members, and was asked for by the same
    side: the group's members, or the facilitator. The other side may ask at any time.
    """
    by_facilitator, ids = select_member(tx, deed.by_id) is None, {it.id for it in members}
    for group_id in sorted({it.group_id for it in members}):
        for stopped in store.select_stopped(tx, group_id, kind, since=deed.at - REST):
            if stopped.by_facilitator is by_facilitator and not ids.isdisjoint(stopped.concerned):
                again = day_in(deed.group.zone, stopped.at + REST)
                raise StoppedBefore(again, by_facilitator)


def show_pending(tx: Tx, zone: str, reader: Member, pending: Pending) -> PendingShown:
    """A pending change as the member reads it whom it concerns."""
    others = [read_member(tx, it) for it in sorted(pending.concerned) if it != reader.id]
    return PendingShown(
        id=pending.id,
        kind=pending.kind,
        asked_by=name_of(tx, pending.asked_by),
        other=others[0].name if others else "",
        other_number=others[0].number if others else 0,
        due_day=day_in(zone, pending.due_at),
        due_minute=minute_in(zone, pending.due_at),
    )


def facilitators_with_say(tx: Tx, group: Group, delay: Delay, member: Member) -> tuple[str, ...]:
    """Who has the facilitator's say in such a change of this member; nobody if it is hers alone."""
    has_phone = is_linked(tx, member.person_id)
    has_say = concerns_facilitator(delay, has_phone=has_phone)
    return moderators_of(tx, group) if has_say else ()
