"""A group waits for a facilitator, is admitted or refused; its chat and leader are notified."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from groups.calendar.rules.days import day_in
from groups.messages.effects import say_to_group, say_to_person
from groups.messages.model import Facts, Json
from groups.messages.store import pinned_message as status
from groups.people.effects.records import record_group_act
from groups.people.facts.moderators import moderators_of
from groups.people.model.group import GROUP_STEPS, Group, GroupStep
from groups.people.store.group_acts import GroupAct
from groups.people.store.groups import update_group_state
from groups.people.store.persons import select_person
from storage.tx import Tx


def ask_admission(tx: Tx, group: Group, *, at: datetime) -> None:
    """Let a group wait for admission, and ask every facilitator who may admit it."""
    _keep_state(tx, group)
    leader = select_person(tx, group.set_up_by) if group.set_up_by else None
    facts: Facts = {
        "group_id": group.id,
        "name": group.name,
        "village": group.village,
        "meeting_day": group.meeting_day,
        "meeting_minute": group.meeting_minute,
        "saving": group.saving,
        "by": leader.name if leader else None,
    }
    for person_id in moderators_of(tx, group):
        say_to_person(tx, person_id, "admit_group", facts, at=at)


def let_begin(tx: Tx, group: Group, facilitator_id: str | None, *, at: datetime) -> None:
    """Let a waiting group begin today, with this facilitator, if there is one."""
    admitted = replace(
        group,
        state=GROUP_STEPS[group.state][GroupStep.ADMIT],
        facilitator_id=facilitator_id,
        first_day=day_in(group.zone, at),
    )
    _keep_state(tx, admitted)
    if facilitator_id is not None:
        act = GroupAct(group.id, "admitted", facilitator_id, facilitator_id)
        record_group_act(tx, act, at=at)
    status.upsert_wanted(tx, group.id, at)
    facilitator = select_person(tx, facilitator_id) if facilitator_id else None
    facts: Facts = {
        "name": group.name,
        "token": group.start_token,
        "by": facilitator.name if facilitator else None,
    }
    _say_both(tx, admitted, "group_admitted", facts, at)


def not_let_begin(tx: Tx, group: Group, *, at: datetime) -> None:
    """Refuse to admit a waiting group; its leader may set it up again."""
    _keep_state(tx, replace(group, state=GROUP_STEPS[group.state][GroupStep.REFUSE]))
    _say_both(tx, group, "group_refused", {"name": group.name, "token": group.start_token}, at)


def _keep_state(tx: Tx, group: Group) -> None:
    update_group_state(
        tx,
        group.id,
        group.state,
        set_up_by=group.set_up_by,
        facilitator_id=group.facilitator_id,
        first_day=group.first_day,
    )


def _say_both(tx: Tx, group: Group, kind: str, facts: Mapping[str, Json], at: datetime) -> None:
    say_to_group(tx, group.id, kind, facts, at=at)
    assert group.set_up_by is not None, "a group that waits was set up"
    say_to_person(tx, group.set_up_by, kind, facts, at=at)
