"""Merge two records of one woman, only after whom it concerns was asked for two days.

The groups are locked.
"""

from dataclasses import replace

from groups.joining.effects import memberships
from groups.joining.effects.ties import copy_ties
from groups.joining.facts.approvals import MERGE
from groups.joining.facts.ways_in import has_way_in
from groups.joining.model import CannotMerge
from groups.meetings.effects.merged import move_loans, move_savings
from groups.messages.effects import say_to_person
from groups.messages.model import Facts
from groups.pending.effects import begin, pending_facts, take_step
from groups.pending.facts import check_not_stopped
from groups.pending.model import Pending, PendingKind, PendingStep
from groups.pending.store import select_pending_of_member
from groups.people.effects.accounts import say_record_left, unite
from groups.people.facts.moderators import moderators_of
from groups.people.facts.names import read_group, read_member
from groups.people.model.deed import Deed
from groups.people.model.people import Member, MemberState
from groups.people.store.facilitators import select_facilitator
from groups.people.store.members import select_memberships_ever
from groups.people.store.persons import is_linked
from groups.people.store.record_acts import RecordAct, has_record_act, insert_record_act
from groups.people.store.roles import select_roles_held
from ledger.words import keep_words
from storage.tx import Tx


def check_mergeable(tx: Tx, facilitator_id: str, kept_member: Member, gone: Member) -> None:
    """Refuse two records that cannot be merged by this facilitator: CannotMerge with a code.

    Merging makes two persons one, with all their records in all groups: so neither is a member
    anywhere else, and the facilitator has her say in every group in which they have a record.
    """
    pair = (kept_member, gone)
    if kept_member.id == gone.id or kept_member.person_id == gone.person_id:
        raise CannotMerge("same")
    if any(has_record_act(tx, it.group_id, it.id, "merged") for it in pair):
        raise CannotMerge("same")  # it is a part of another record already
    if kept_member.group_id == gone.group_id:
        if kept_member.state not in {MemberState.ACTIVE, MemberState.FROZEN}:
            raise CannotMerge("kept_left")
    elif MemberState.LEFT not in {kept_member.state, gone.state}:
        raise CannotMerge("both_stand")
    if any(select_facilitator(tx, it.person_id) is not None for it in pair):
        raise CannotMerge("facilitator")
    if any(_is_erased(tx, it) for it in pair):
        raise CannotMerge("erased")  # an erased name is never linked to a person again
    ids = {it.id for it in pair}
    others = [
        other
        for it in pair
        for other in select_memberships_ever(tx, it.person_id)
        if other.id not in ids
    ]
    if any(other.state is not MemberState.LEFT for other in others):
        raise CannotMerge("stands_elsewhere")
    groups = [read_group(tx, group_id) for group_id in sorted({it.group_id for it in others})]
    if any(facilitator_id not in moderators_of(tx, group) for group in groups):
        raise CannotMerge("elsewhere")


def begin_merge(
    tx: Tx, deed: Deed, kept_member: Member, gone: Member, *, reason: str, takes_phone: bool
) -> Pending:
    """Begin the wait of a merge, and ask on both phones; asked twice, one waits.

    A newer merge of the same record into another lets the older lapse. For a record that nobody
    enters, the office-bearers of its group are told, and may stop it. After a stop the facilitator
    waits (StoppedBefore).
    """
    older = select_pending_of_member(tx, gone.id, PendingKind.MERGE)
    if older is not None and older.body["kept_id"] == kept_member.id:
        return older
    check_not_stopped(tx, deed, PendingKind.MERGE, kept_member, gone)
    if older is not None:
        take_step(tx, deed, older, PendingStep.LAPSE)
    word_id = keep_words(tx, deed.new_id(), deed.group.id, reason, deed.new_id(), at=deed.at)
    asked_act = _record_act(deed, "merge_asked", kept_member, gone, word_id=word_id)
    insert_record_act(tx, asked_act, at=deed.at)
    is_first_linked = is_linked(tx, gone.person_id)
    is_first_opened = is_first_linked and (takes_phone or not is_linked(tx, kept_member.person_id))
    shown: Facts = {
        "kept_number": kept_member.number,
        "kept_name": kept_member.name,
        "kept_group": read_group(tx, kept_member.group_id).name,
        "takes_phone": is_first_opened,
    }
    body: Facts = {"kept_id": kept_member.id, "word_id": word_id, "takes_phone": takes_phone}
    pending = begin(tx, deed, MERGE, gone, body, shown, other=kept_member)
    _say_to_officers(tx, deed, pending, (kept_member, gone), shown)
    return pending


def _say_to_officers(
    tx: Tx, deed: Deed, pending: Pending, pair: tuple[Member, Member], shown: Facts
) -> None:
    """Tell the office-bearers of the group of each record that nobody enters."""
    facts = pending_facts(tx, deed.group, pending) | shown
    groups = {it.group_id for it in pair if not has_way_in(tx, it)}
    officers = {
        read_member(tx, member_id).person_id
        for group_id in groups
        for member_id in select_roles_held(tx, group_id)
    }
    for person_id in sorted(officers - {it.person_id for it in pair}):
        key = f"pending:{pending.id}:{person_id}"
        say_to_person(tx, person_id, "pending_merge_officer", facts, key=key, at=deed.at)


def carry_merge(tx: Tx, deed: Deed, pending: Pending) -> bool:
    """Merge two records that waited; False if they, or who asked, may not any more."""
    kept_member, gone = read_member(tx, pending.body["kept_id"]), read_member(tx, pending.member_id)
    tx.lock(f"group:{kept_member.group_id}")
    groups = [read_group(tx, it.group_id) for it in (kept_member, gone)]
    if any(pending.asked_by not in moderators_of(tx, group) for group in groups):
        return False
    try:
        check_mergeable(tx, pending.asked_by, kept_member, gone)
    except CannotMerge:
        return False
    merge_records(
        tx,
        replace(deed, by_id=pending.asked_by),
        kept_member,
        gone,
        word_id=pending.body["word_id"],
        takes_phone=pending.body["takes_phone"],
    )
    return True


def merge_records(
    tx: Tx, deed: Deed, kept_member: Member, gone: Member, *, word_id: str, takes_phone: bool
) -> int:
    """Merge the second record into the first, and notify her; return the savings that moved."""
    is_one_group = kept_member.group_id == gone.group_id
    moved = _merge_in_group(tx, deed, kept_member, gone) if is_one_group else 0
    act = "merged" if is_one_group else "united"
    insert_record_act(tx, _record_act(deed, act, kept_member, gone, word_id=word_id), at=deed.at)
    unite(tx, gone.person_id, kept_member.person_id, takes_phone=takes_phone)
    say_record_left(tx, deed, gone.person_id, number=gone.number)
    memberships.say_merged(tx, deed, kept_member, gone)
    return moved


def _record_act(
    deed: Deed, act: str, kept_member: Member, gone: Member, *, word_id: str
) -> RecordAct:
    return RecordAct(
        id=deed.new_id(),
        group_id=deed.group.id,
        member_id=gone.id,
        act=act,
        other_id=kept_member.id,
        by_id=deed.by_id,
        second_id=None,
        word_id=word_id,
    )


def _is_erased(tx: Tx, member: Member) -> bool:
    """Whether her name is erased, or will be unless she undoes it."""
    if select_pending_of_member(tx, member.id, PendingKind.ERASURE) is not None:
        return True
    return has_record_act(tx, member.group_id, member.id, "erased")


def _merge_in_group(tx: Tx, deed: Deed, kept_member: Member, gone: Member) -> int:
    if gone.state is not MemberState.LEFT:
        memberships.end_merged(tx, deed, gone)
    copy_ties(tx, deed, gone, kept_member)
    move_loans(tx, deed, gone_id=gone.id, kept_id=kept_member.id, cause="0")
    return move_savings(tx, deed, gone_id=gone.id, kept_id=kept_member.id, cause="0")
