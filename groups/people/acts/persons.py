"""Persons: recognised by their account, with a name and a language of their choice."""

from collections.abc import Callable
from datetime import datetime

from groups.messages.effects import say_to_person
from groups.messages.model import Facts
from groups.messages.store import pinned_message as status
from groups.people.effects.records import record_group_act
from groups.people.facts.door import see, signature
from groups.people.facts.names import name_of, require_person
from groups.people.model.group import Group, GroupState
from groups.people.model.people import Actor, ActorRoles, Member, MemberState, OwnMays, Place
from groups.people.model.refusals import NotFound
from groups.people.rules.names import NAMELESS, check_language, given_name, shown_name
from groups.people.rules.rights import Right, Who, may, require, whos
from groups.people.store import persons as store
from groups.people.store.facilitators import select_facilitator
from groups.people.store.group_acts import GroupAct
from groups.people.store.groups import select_group_of_person, select_groups_waiting
from groups.people.store.members import (
    select_last_membership,
    select_member,
    select_membership,
)
from storage.tx import Tx


def recognise(
    tx: Tx,
    *,
    telegram_id: int,
    name: str,
    language_code: str,
    in_private: bool = False,
    new_id: Callable[[], str],
    at: datetime,
) -> Actor:
    """Return the person of a Telegram account; insert her if she is new.

    Her name follows Telegram until she or her leader corrects it; if Telegram shows no name, as
    for a deleted account, the last one stays. The bot can write to a person who writes in private.
    """
    person = store.select_person_of_account(tx, telegram_id)
    if person is None:
        tx.lock(f"telegram:{telegram_id}")
        person = store.select_person_of_account(tx, telegram_id)
    if person is None:
        person_id = new_id()
        store.insert_person(tx, person_id, shown_name(name), is_named=False, at=at)
        store.insert_account(tx, telegram_id, person_id, language_code)
        if in_private:
            store.update_reachable(tx, person_id, is_reachable=True)
        return Actor(person_id)
    if in_private and not person.is_reachable:
        store.update_reachable(tx, person.id, is_reachable=True)
    shown = shown_name(name)
    if not person.is_named and shown not in {person.name, NAMELESS}:
        store.update_name(tx, person.id, shown, is_named=False)
    if person.language_code != language_code:
        store.update_language_code(tx, person.id, language_code)
    return Actor(person.id)


def person_of(tx: Tx, telegram_id: int) -> Actor | None:
    """The person of a Telegram account; None if the bot has never met her."""
    person = store.select_person_of_account(tx, telegram_id)
    return Actor(person.id) if person else None


def account_stands(tx: Tx, person_id: str, telegram_id: int) -> bool:
    """Whether a Telegram account is still this person's; another may have been linked since."""
    return store.is_account_of(tx, telegram_id, person_id)


def language_of(tx: Tx, person_id: str) -> str:
    """The language of a person: the one she chose, or the nearest to her Telegram's."""
    return require_person(tx, person_id).language


def choose_language(tx: Tx, actor: Actor, language: str) -> str:
    """Choose her language: "en" or "hi"; BadAnswer for another."""
    store.update_language(tx, actor.person_id, check_language(language))
    return language


def reached(tx: Tx, actor: Actor, reachable: bool) -> bool:  # noqa: FBT001 - named by the verb
    """Store whether the bot can write to her; True if that has changed."""
    return store.update_reachable(tx, actor.person_id, is_reachable=reachable)


def correct_name(tx: Tx, actor: Actor, member_id: str, name: str, *, at: datetime) -> Member:
    """Correct a member's name: her own, or as an office-bearer another's, who is notified.

    BadAnswer for an empty name. NotFound for a record that has been left: its name may be erased,
    and the person behind it may be a member of another group.
    """
    member = select_member(tx, member_id)
    if member is None or member.state is MemberState.LEFT:
        raise NotFound
    group, actor_roles = see(tx, actor, member.group_id)
    is_own = member.person_id == actor.person_id
    require(actor_roles, Right.CORRECT_OWN_NAME if is_own else Right.CORRECT_NAME)
    plain = given_name(name, "name")
    if plain != member.name:
        renamed = GroupAct(group.id, "renamed", member.id, signature(actor_roles))
        record_group_act(tx, renamed, at=at)
    store.update_name(tx, member.person_id, plain, is_named=True)
    if not is_own and plain != member.name:
        facts: Facts = {"name": plain, "by": name_of(tx, signature(actor_roles))}
        say_to_person(tx, member.person_id, "name_corrected", facts, at=at)
    status.upsert_wanted(tx, group.id, at)
    corrected = select_member(tx, member_id)
    assert corrected is not None, "members are never deleted"
    return corrected


def actor_roles_in(tx: Tx, actor: Actor, group_id: str) -> ActorRoles:
    """Her roles in a group now; NotFound if there is no such group."""
    return see(tx, actor, group_id)[1]


def own_mays(tx: Tx, actor: Actor, group_id: str) -> OwnMays:
    """The pages and parts of them that she is offered; hardly any if there is no such group."""
    facilitator = select_facilitator(tx, actor.person_id) is not None
    try:
        group, actor_roles = see(tx, actor, group_id)
    except NotFound:
        return OwnMays(is_facilitator=facilitator)
    has_begun = group.state is GroupState.ACTIVE

    def offers(act: Right) -> bool:
        return has_begun and may(actor_roles, act)

    return OwnMays(
        see_members=offers(Right.SEE_MEMBERS),
        see_waiting=offers(Right.SEE_WAITING),
        see_minutes=offers(Right.SEE_MINUTES),
        lend_phone=offers(Right.LEND_PHONE),
        declare_tie=may(actor_roles, Right.DECLARE_TIE),
        leave=may(actor_roles, Right.LEAVE),
        see_standing=offers(Right.SEE_STANDING),
        see_points=offers(Right.SEE_OWN_POINTS),
        see_beads=offers(Right.WITHDRAW_VOUCH),
        see_loans=offers(Right.SEE_LOANS),
        see_register=offers(Right.SEE_REGISTER),
        decide_dispute=offers(Right.DECIDE_DISPUTE),
        take_over_books=offers(Right.TAKE_OVER_BOOKS),
        is_of_group=actor_roles.member is not None,
        is_facilitator=facilitator,
    )


def knows(tx: Tx, actor: Actor, group_id: str) -> bool:
    """Whether she is no stranger to a group: of it, its facilitator, a head, or its founder."""
    group, actor_roles = see(tx, actor, group_id)
    return group.set_up_by == actor.person_id or Who.STRANGER not in whos(actor_roles)


def place_of(tx: Tx, actor: Actor) -> Place:
    """Where she stands with the groups, so that she is told how to go on."""
    member = select_membership(tx, actor.person_id)
    if member is not None:
        return Place.WAITING if member.state is MemberState.WAITING else Place.IN
    if any(group.set_up_by == actor.person_id for group in select_groups_waiting(tx)):
        return Place.FOUNDING
    return Place.NOWHERE if select_last_membership(tx, actor.person_id) is None else Place.LEFT


def group_of(tx: Tx, actor: Actor) -> Group | None:
    """Her one group, also while she waits or is frozen."""
    return select_group_of_person(tx, actor.person_id)
