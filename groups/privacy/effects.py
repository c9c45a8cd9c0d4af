"""Erase a person's name and words from the records for ever.

Her memberships stay under their numbers, each of an unknown person; the books stay.
"""

from collections.abc import Callable
from datetime import datetime

from groups.calendar.rules.days import day_in
from groups.people.facts.names import read_group
from groups.people.model.people import Member
from groups.people.rules.names import NAMELESS, nameless
from groups.people.store.concerned import insert_concern, select_groups_concerning
from groups.people.store.dialogues import delete_dialogue
from groups.people.store.facilitators import select_facilitator, select_facilitators
from groups.people.store.members import select_memberships_ever
from groups.people.store.persons import insert_person, update_name
from groups.people.store.record_acts import RecordAct, insert_record_act
from groups.people.store.telegram_accounts import delete_seen_of
from groups.privacy.store import (
    delete_messages,
    delete_waits,
    delete_waits_told,
    select_words,
    update_group_set_up,
    update_person_of_member,
)
from ledger.words import erase
from storage.tx import Tx


def erase_person(
    tx: Tx, person_id: str, *, by_id: str | None, new_id: Callable[[], str], at: datetime
) -> tuple[Member, ...]:
    """Erase her name and words in all her groups, and unlink her account from her memberships.

    She must be a member of no group any more. `by_id` signs if she did not do it herself. Her
    account stays with a person without a past, but for the ids of the groups that concern her, and
    a facilitator's whose kin she is: these moderate none of them. A facilitator keeps her name as
    one. Returns her former memberships.
    """
    ever = select_memberships_ever(tx, person_id)
    concerned = {person_id, *(it.person_id for it in select_facilitators(tx))}
    concerning = {it: select_groups_concerning(tx, it) for it in sorted(concerned)}
    for member in ever:
        tx.lock(f"group:{member.group_id}")
        _erase_membership(tx, member, by_id or member.id, new_id, at)
    for concerned_id, before in concerning.items():
        for group_id in sorted(before - select_groups_concerning(tx, concerned_id)):
            insert_concern(tx, concerned_id, group_id)
    delete_dialogue(tx, person_id)
    delete_seen_of(tx, person_id)
    delete_messages(tx, person_id)
    delete_waits(tx, person_id)
    delete_waits_told(tx, person_id)
    if select_facilitator(tx, person_id) is None:
        update_name(tx, person_id, NAMELESS, is_named=False)
    return ever


def _erase_membership(
    tx: Tx, member: Member, by_id: str, new_id: Callable[[], str], at: datetime
) -> None:
    group = read_group(tx, member.group_id)
    day = day_in(group.zone, at)
    unknown = new_id()
    insert_person(tx, unknown, nameless(member.number), is_named=True, at=at)
    update_person_of_member(tx, member.id, unknown)
    update_group_set_up(tx, group.id, member.person_id, unknown)
    for word_id in select_words(tx, member):
        erase(tx, word_id, day)
    act = RecordAct(new_id(), group.id, member.id, "erased", None, by_id, None)
    insert_record_act(tx, act, at=at)
