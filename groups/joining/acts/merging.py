"""Merge two records of one woman: proposed to a facilitator, done by her with a reason."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from groups.joining.effects import memberships
from groups.joining.effects.ties import copy_ties
from groups.joining.facts.record_briefs import read_record_briefs
from groups.joining.model import CannotMerge, LikelyPair, RecordBrief
from groups.joining.rules.likely_pairs import likely_pairs
from groups.meetings.effects.merged import move_loans, move_savings
from groups.people.effects.accounts import unite
from groups.people.facts.door import enter, enter_to_read, signature
from groups.people.facts.moderators import groups_moderated_by
from groups.people.facts.names import read_member
from groups.people.model.deed import Deed
from groups.people.model.people import Actor, Member, MemberState
from groups.people.model.refusals import NotFound, ReasonMissing
from groups.people.rules.rights import Right
from groups.people.store.facilitators import select_facilitator
from groups.people.store.members import select_member
from groups.people.store.record_acts import RecordAct, has_record_act, insert_record_act
from ledger.words import keep_words
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Merged:
    """Two merged records; `savings` in paise were moved."""

    kept: Member
    gone: Member
    savings: int


@dataclass(frozen=True, slots=True)
class MergeReason:
    """The facilitator's reason; `takes_phone`: the phone of the merged record is kept."""

    words: str
    takes_phone: bool = False


def likely(tx: Tx, actor: Actor) -> tuple[LikelyPair, ...]:
    """Propose pairs of records in her groups that may be of one woman; NotFound for others."""
    if select_facilitator(tx, actor.person_id) is None:
        raise NotFound
    groups = groups_moderated_by(tx, actor.person_id)
    records = [one for group in groups for one in read_record_briefs(tx, group.id, group.name)]
    return likely_pairs(records)


def records(tx: Tx, actor: Actor, group_id: str) -> tuple[RecordBrief, ...]:
    """Every record of a group, of which a facilitator chooses two."""
    group, _ = enter_to_read(tx, actor, group_id, Right.MERGE)
    return tuple(read_record_briefs(tx, group_id, group.name))


def merge(
    tx: Tx,
    actor: Actor,
    kept_id: str,
    gone_id: str,
    why: MergeReason,
    *,
    new_id: Callable[[], str],
    at: datetime,
) -> Merged:
    """Merge the second record into the first: both are of one person from then on.

    In one group the second record ends: entries move its savings and loans, its points become 0,
    its vouches end, and its conduct counts for the first from the next run on. In two groups, she
    must have left one of them before. CannotMerge with a code otherwise.
    """
    kept_member, gone = select_member(tx, kept_id), select_member(tx, gone_id)
    if kept_member is None or gone is None:
        raise NotFound
    for group_id in sorted({kept_member.group_id, gone.group_id}):
        enter(tx, actor, group_id, Right.MERGE)
    group, actor_roles = enter(tx, actor, gone.group_id, Right.MERGE)
    if not why.words.strip():
        raise ReasonMissing
    deed = Deed(group, signature(actor_roles), new_id, at)
    kept_member, gone = read_member(tx, kept_member.id), read_member(tx, gone.id)
    _check(tx, kept_member, gone)
    word_id = keep_words(tx, new_id(), group.id, why.words.strip(), new_id(), at=at)
    is_one_group = kept_member.group_id == gone.group_id
    moved = _merge_in_group(tx, deed, kept_member, gone) if is_one_group else 0
    record_act = RecordAct(
        id=new_id(),
        group_id=group.id,
        member_id=gone.id,
        act="merged" if is_one_group else "united",
        other_id=kept_member.id,
        by_id=deed.by_id,
        second_id=None,
        word_id=word_id,
    )
    insert_record_act(tx, record_act, at=at)
    unite(tx, gone.person_id, kept_member.person_id, takes_phone=why.takes_phone)
    memberships.say_merged(tx, deed, kept_member, gone)
    return Merged(read_member(tx, kept_member.id), gone, moved)


def _check(tx: Tx, kept_member: Member, gone: Member) -> None:
    if kept_member.id == gone.id or kept_member.person_id == gone.person_id:
        raise CannotMerge("same")
    if kept_member.group_id == gone.group_id:
        if kept_member.state not in {MemberState.ACTIVE, MemberState.FROZEN}:
            raise CannotMerge("kept_left")
    elif MemberState.LEFT not in {kept_member.state, gone.state}:
        raise CannotMerge("both_stand")
    if any(select_facilitator(tx, it.person_id) is not None for it in (kept_member, gone)):
        raise CannotMerge("facilitator")
    if any(has_record_act(tx, it.group_id, it.id, "erased") for it in (kept_member, gone)):
        raise CannotMerge("erased")  # an erased name is never linked to a person again


def _merge_in_group(tx: Tx, deed: Deed, kept_member: Member, gone: Member) -> int:
    if gone.state is not MemberState.LEFT:
        memberships.end_merged(tx, deed, gone)
    copy_ties(tx, deed, gone, kept_member)
    move_loans(tx, deed, gone_id=gone.id, kept_id=kept_member.id, cause="0")
    return move_savings(tx, deed, gone_id=gone.id, kept_id=kept_member.id, cause="0")
