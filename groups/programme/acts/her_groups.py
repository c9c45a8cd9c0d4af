"""A facilitator's list of groups."""

import json
from datetime import datetime, timedelta
from typing import Final

from groups.approvals.store import select_waiting_requests
from groups.disputes import store as disputes
from groups.founding.facts import admission_facts
from groups.loans.model.loan import LoanState
from groups.loans.store.loans import count_loans_in
from groups.meetings.facts.differences import large_differences
from groups.messages.model import Facts
from groups.people.facts.moderators import groups_moderated_by
from groups.people.model.group import Group
from groups.people.model.people import Actor
from groups.people.model.refusals import NotFound
from groups.people.store.concerned import select_groups_concerning
from groups.people.store.facilitators import select_facilitator
from groups.people.store.groups import (
    select_group,
    select_groups_waiting,
    select_groups_without_facilitator,
)
from groups.people.store.members import count_members
from groups.programme.model import GroupBrief, GroupWatched
from groups.registers.store.meetings import select_briefs
from groups.standing.store.runs import select_last_run
from groups.turns.rules import is_locked
from groups.turns.store.pins import select_pins
from groups.vouches.store.proxies import select_waiting
from storage.tx import Tx

WATCHED_DAYS: Final = 31  # so long a meeting with a large cash difference stays in the list


def groups_of_facilitator(tx: Tx, actor: Actor) -> tuple[GroupBrief, ...]:
    """The groups that wait for any facilitator, then those she moderates; none for others.

    A head also gets the groups that she can take over: those without a facilitator, and those
    whose facilitator is concerned herself. Nobody gets a group in which she is.
    """
    facilitator = select_facilitator(tx, actor.person_id)
    if facilitator is None:
        return ()
    concerning = select_groups_concerning(tx, actor.person_id)
    waiting = (group for group in select_groups_waiting(tx) if group.id not in concerning)
    alone = select_groups_without_facilitator(tx) if facilitator.is_head else ()
    moderated = groups_moderated_by(tx, actor.person_id)
    others = {it.id for it in moderated if it.facilitator_id != actor.person_id}
    to_take_over = others if facilitator.is_head else set()
    return (
        *(_brief(tx, group) for group in waiting),
        *(_brief(tx, it, is_left_alone=True) for it in alone if it.id not in concerning),
        *(_brief(tx, it, is_left_alone=it.id in to_take_over) for it in moderated),
    )


def groups_watched(tx: Tx, actor: Actor, *, at: datetime) -> tuple[GroupWatched, ...]:
    """The same groups with what waits in each; NotFound if she is no facilitator."""
    if select_facilitator(tx, actor.person_id) is None:
        raise NotFound
    return tuple(_watched(tx, brief, at) for brief in groups_of_facilitator(tx, actor))


def group_of_facilitator(tx: Tx, actor: Actor, group_id: str) -> Group:
    """One of these groups; NotFound for any other."""
    group = select_group(tx, group_id)
    if group is None or group_id not in {it.id for it in groups_of_facilitator(tx, actor)}:
        raise NotFound
    return group


def waiting_card(tx: Tx, actor: Actor, group_id: str) -> Facts:
    """The facts on the card by which she admits one of these groups; NotFound for any other."""
    return admission_facts(tx, group_of_facilitator(tx, actor, group_id))


def _brief(tx: Tx, group: Group, *, is_left_alone: bool = False) -> GroupBrief:
    return GroupBrief(
        id=group.id,
        name=group.name,
        village=group.village,
        state=group.state,
        token=group.start_token,
        members=count_members(tx, group.id),
        is_left_alone=is_left_alone,
    )


def _watched(tx: Tx, brief: GroupBrief, at: datetime) -> GroupWatched:
    run = select_last_run(tx, brief.id)
    held = select_briefs(tx, brief.id, 1)
    return GroupWatched(
        brief=brief,
        letter=json.loads(run.grade_json)["letter"] if run else None,
        last_meeting=held[0].day if held else None,
        waiting=len(select_waiting_requests(tx, brief.id)),
        loans=count_loans_in(tx, brief.id, LoanState.CARRIED),
        disputes=len(disputes.select_open(tx, brief.id)),
        proxies=len(select_waiting(tx, brief.id, at.date())),
        differences=large_differences(tx, brief.id, at.date() - timedelta(WATCHED_DAYS)),
        locked=sum(is_locked(pin.wrong) for pin in select_pins(tx, brief.id).values()),
    )
