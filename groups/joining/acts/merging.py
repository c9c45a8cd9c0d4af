"""Merge two records of one woman: proposed to a facilitator, asked for by her with a reason."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from groups.joining.effects.merges import begin_merge, check_mergeable
from groups.joining.facts.record_briefs import read_record_briefs
from groups.joining.model import LikelyPair, RecordBrief
from groups.joining.rules.likely_pairs import likely_pairs
from groups.people.facts.door import enter, enter_to_read, signature
from groups.people.facts.moderators import groups_moderated_by
from groups.people.facts.names import read_member
from groups.people.model.deed import Deed
from groups.people.model.people import Actor, Member
from groups.people.model.refusals import NotFound, ReasonMissing
from groups.people.rules.rights import Right
from groups.people.store.facilitators import select_facilitator
from groups.people.store.members import select_member
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class MergeAsked:
    """Two records that are merged once whom it concerns had two days to stop it."""

    kept: Member
    gone: Member


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
) -> MergeAsked:
    """Ask to merge the second record into the first: both are of one person from then on.

    In one group the second record ends: entries move its savings and loans, its points become 0,
    its vouches end, and its conduct counts for the first from the next run on. In two groups, she
    must have left one of them before. CannotMerge with a code otherwise.

    Each of the two may be another woman's, who would lose hers: both are asked on their phones, and
    for a record that nobody enters its group's office-bearers are told. It takes effect after two
    days unless one of them stops it; the facilitator then waits a week (StoppedBefore).
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
    check_mergeable(tx, actor.person_id, kept_member, gone)
    begin_merge(tx, deed, kept_member, gone, reason=why.words.strip(), takes_phone=why.takes_phone)
    return MergeAsked(kept_member, gone)
