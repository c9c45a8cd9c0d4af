"""A person's right to know: everything that is recorded about her."""

from datetime import date

from groups.calendar.rules.days import day_in
from groups.people.facts.names import require_person
from groups.people.model.group import Group
from groups.people.model.people import Actor, Member, Name
from groups.people.store.consents import select_consents_of_person
from groups.people.store.facilitators import select_facilitator
from groups.people.store.groups import select_group_of_person
from groups.people.store.kinships import select_ties_of
from groups.people.store.members import select_members_ever, select_membership
from groups.people.store.roles import select_roles_of
from groups.privacy import store as counts
from groups.privacy.model import AboutMe, TieLine
from groups.turns.store.pins import select_pin
from storage.tx import Tx


def about_me(tx: Tx, actor: Actor) -> AboutMe:
    """Everything that is recorded about her, without other persons' secrets."""
    person = require_person(tx, actor.person_id)
    member = select_membership(tx, person.id)
    group = select_group_of_person(tx, person.id)
    consents = select_consents_of_person(tx, person.id)
    return AboutMe(
        name=person.name,
        is_named=person.is_named,
        language=person.language,
        language_code=person.language_code,
        has_account=person.telegram_id is not None,
        is_reachable=person.is_reachable,
        is_facilitator=select_facilitator(tx, person.id) is not None,
        group=group,
        member=member,
        joined_day=member.joined_day if member else None,
        roles=tuple(sorted(select_roles_of(tx, member.group_id, member.id))) if member else (),
        consents=consents,
        ties=_ties(tx, member) if member else (),
        counts=counts.select_counts_of_person(tx, person.id),
        pin_day=_pin_day(tx, member, group) if member and group else None,
    )


def _pin_day(tx: Tx, member: Member, group: Group) -> date | None:
    pin = select_pin(tx, member.id)
    return day_in(group.zone, pin.set_at) if pin and pin.set_at else None


def _ties(tx: Tx, member: Member) -> tuple[TieLine, ...]:
    names = {m.id: Name(m.id, m.number, m.name) for m in select_members_ever(tx, member.group_id)}
    ties = select_ties_of(tx, member.group_id, member.id)
    return tuple(
        sorted(
            (TieLine(names[other], tie) for other, tie in ties),
            key=lambda line: (line.other.number, line.tie),
        )
    )
