"""A group is set up, waits for a facilitator, is admitted or refused; the chat hears of it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from groups.calendar.rules.days import day_in
from groups.founding import rules
from groups.founding.facts import admission_facts
from groups.founding.model import (
    PROVING,
    SET_UP,
    ChatRole,
    ProofNeeded,
    RoleInChat,
    SetUpQuestion,
    SetUpStep,
)
from groups.messages.effects import say_to_group, say_to_person
from groups.messages.model import Facts, Json
from groups.messages.store import pinned_message as status
from groups.people.effects.records import record_group_act
from groups.people.facts.moderators import moderators_of
from groups.people.facts.names import read_group
from groups.people.model.dialogue import Dialogue
from groups.people.model.group import GROUP_STEPS, Group, GroupStep
from groups.people.store.dialogues import select_dialogue, upsert_dialogue
from groups.people.store.group_acts import GroupAct
from groups.people.store.groups import update_group_state
from groups.people.store.members import select_members
from groups.people.store.persons import select_person
from groups.people.store.roles import select_roles
from storage.tx import Tx


def ask_set_up(
    tx: Tx,
    person_id: str,
    group: Group,
    step: SetUpStep,
    answers: dict[str, str | int],
    at: datetime,
) -> SetUpQuestion:
    """Store the question that she is at, with her answers so far, and return it."""
    upsert_dialogue(tx, Dialogue(person_id, SET_UP, group.id, step, answers), at=at)
    return SetUpQuestion(
        token=group.start_token,
        group_id=group.id,
        step=step,
        proposal=rules.proposal(group, step, answers),
        answers=answers,
        set_up=rules.set_up_of(answers),
    )


def need_proof(
    tx: Tx, person_id: str, group: Group, seen: RoleInChat | None, at: datetime
) -> ProofNeeded:
    """Wait until she proves in the chat that she may set the group up; keep her answers.

    If Telegram says that she is not in the chat at all, the chat is told, once a day.
    """
    dialogue = select_dialogue(tx, person_id)
    if dialogue is None or (dialogue.kind, dialogue.group_id) != (SET_UP, group.id):
        upsert_dialogue(tx, Dialogue(person_id, PROVING, group.id, "", {}), at=at)
    role = seen.role if seen else None
    if role is ChatRole.OUTSIDE:
        key = f"set_up_stranger:{group.id}:{day_in(group.zone, at)}"
        say_to_group(tx, group.id, "set_up_stranger", {}, key=key, at=at)
    return ProofNeeded(rules.proof_code(group.id, person_id), role)


def record_founder(tx: Tx, group_id: str, person_id: str, role: ChatRole, *, at: datetime) -> None:
    """Record who set a group up, and what she was in its chat."""
    act = GroupAct(group_id, "set_up", person_id, person_id, {"role": role.value})
    record_group_act(tx, act, at=at)


def ask_admission(tx: Tx, group: Group, *, at: datetime) -> None:
    """Let a group wait for admission, and ask every facilitator who may admit it."""
    _keep_state(tx, group)
    facts = admission_facts(tx, group)
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


def tell_chat_refuses(tx: Tx, group_id: str, *, is_gone: bool, at: datetime) -> None:
    """Tell the office-bearers in private, once a day, that the chat takes no messages.

    `is_gone`: the bot is not in the chat any more.
    """
    group, offices = read_group(tx, group_id), select_roles(tx, group_id)
    facts: Facts = {"group": group.name, "is_gone": is_gone}
    for member in select_members(tx, group_id):
        if member.id in offices:
            reason = "gone" if is_gone else "refuses"
            key = f"chat_{reason}:{group_id}:{at.date().isoformat()}:{member.id}"
            say_to_person(tx, member.person_id, "founding_chat_refuses", facts, key=key, at=at)


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
