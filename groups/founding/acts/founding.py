"""A group starts: the bot joins a chat, a leader sets the group up, a facilitator admits it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Final

from groups.calendar.rules.days import day_in
from groups.charter.rules.charter import Charter
from groups.charter.store import select_charter_of_version
from groups.founding import rules
from groups.founding.effects import (
    ask_admission,
    ask_set_up,
    let_begin,
    need_proof,
    not_let_begin,
    record_founder,
    tell_chat_refuses,
)
from groups.founding.model import (
    KEEP,
    SET_UP,
    BotAdded,
    ProofNeeded,
    RoleInChat,
    SetUpQuestion,
    SetUpStep,
)
from groups.messages.effects import say_to_group
from groups.messages.model import Facts, Urgency
from groups.messages.rules.languages import language_for
from groups.messages.store import outbox
from groups.messages.store import pinned_message as status
from groups.people.facts.door import see
from groups.people.facts.moderators import moderators_of
from groups.people.facts.names import read_group
from groups.people.model.dialogue import Dialogue
from groups.people.model.group import GROUP_STEPS, Group, GroupState, GroupStep, SetUp
from groups.people.model.people import Actor
from groups.people.model.refusals import AlreadyDecided, BadAnswer, InAnotherGroup, NotFound
from groups.people.rules.names import shown_name
from groups.people.rules.rights import Right, require
from groups.people.store import groups as store
from groups.people.store.dialogues import delete_dialogue, select_dialogue
from groups.people.store.facilitators import select_facilitator, select_facilitators
from groups.people.store.groups import GroupChat
from groups.people.store.members import select_membership
from groups.people.store.persons import select_person
from storage.tx import Tx

MEETING_MINUTE: Final = 10 * 60  # proposed until the group chooses another

# --- the bot in the chat ------------------------------------------------------------------------


def bot_added(  # noqa: PLR0913 - all that Telegram says of the chat
    tx: Tx,
    actor: Actor,
    *,
    chat_id: int,
    title: str,
    thread_id: int | None,
    can_pin: bool,
    can_delete: bool,
    language_code: str,
    new_id: Callable[[], str],
    charter_version: str,
    at: datetime,
) -> BotAdded:
    """Begin a group for a new chat and greet it once; a known chat keeps its group."""
    tx.lock(f"chat:{chat_id}")
    known = store.select_group_in_chat(tx, chat_id)
    group = known
    if group is None:
        charter = select_charter_of_version(tx, charter_version)
        proposed = _proposed(tx, actor, title, language_code, charter, at)
        group = _begin(tx, proposed, new_id, charter_version, at)
    was = store.select_chat(tx, chat_id)
    is_back = was is None or was.bot_is == "gone"
    bot_is = "administrator" if can_pin or can_delete else "member"
    if was is None or was.bot_is != "moved":
        chat = GroupChat(chat_id, group.id, thread_id, bot_is, can_pin, can_delete)
        store.upsert_chat(tx, chat, at=at)
    if is_back and group.state is GroupState.NEW:
        _greet(tx, group, at, can_pin=can_pin, can_delete=can_delete)
    if is_back and group.state is GroupState.ACTIVE:
        status.upsert_wanted(tx, group.id, at)
    return BotAdded(group, is_new=known is None)


def _begin(
    tx: Tx, proposed: SetUp, new_id: Callable[[], str], charter_version: str, at: datetime
) -> Group:
    group_id = new_id()
    store.insert_group(
        tx, group_id, proposed, charter=charter_version, start_token=new_id() + new_id(), at=at
    )
    return read_group(tx, group_id)


def _proposed(
    tx: Tx, actor: Actor, title: str, language_code: str, charter: Charter, at: datetime
) -> SetUp:
    person = select_person(tx, actor.person_id)
    return SetUp(
        name=shown_name(title),
        village="",
        language=person.language if person else language_for("", language_code),
        meeting_day=day_in(store.ZONE, at).weekday(),
        meeting_minute=MEETING_MINUTE,
        saving=charter.saving.rupees_each_meeting * 100,
    )


def _greet(tx: Tx, group: Group, at: datetime, *, can_pin: bool, can_delete: bool) -> None:
    facts: Facts = {
        "token": group.start_token,
        "title": group.name,
        "can_pin": can_pin,
        "can_delete": can_delete,
    }
    say_to_group(tx, group.id, "welcome", facts, urgency=Urgency.ANSWER, at=at)


def bot_rights(
    tx: Tx,
    chat_id: int,
    bot_is: str,
    can_pin: bool,  # noqa: FBT001 - its name says it at each call
    can_delete: bool,  # noqa: FBT001 - the same
    at: datetime,
) -> Group | None:
    """Store the bot's rights in a chat ("member", "administrator", "gone"); None: no such group.

    If the bot was removed, messages that wait for the chat are given up, and the office-bearers
    told. If not, they are tried again now: the bot may have been allowed to write.
    """
    tx.lock(f"chat:{chat_id}")
    was = store.select_chat(tx, chat_id)
    if was is None:
        return None
    if was.bot_is != "moved":
        now = replace(was, bot_is=bot_is, can_pin=can_pin, can_delete=can_delete)
        store.upsert_chat(tx, now, at=at)
        if bot_is == "gone":
            outbox.update_group_unreachable(tx, was.group_id, at=at)
            tell_chat_refuses(tx, was.group_id, is_gone=True, at=at)
        else:
            outbox.update_group_not_held(tx, was.group_id, at=at)
        if can_pin and not was.can_pin:
            status.upsert_wanted(tx, was.group_id, at)
    return read_group(tx, was.group_id)


def chat_moved(tx: Tx, old_chat_id: int, new_chat_id: int, at: datetime) -> Group | None:
    """Move a group to the new id that its chat got as a supergroup; a second call changes nothing.

    If a group was begun for the new id before, it is left without a chat.
    """
    tx.lock(f"chat:{min(old_chat_id, new_chat_id)}")
    tx.lock(f"chat:{max(old_chat_id, new_chat_id)}")
    old = store.select_chat(tx, old_chat_id)
    if old is None:
        return None
    if old.bot_is == "moved":
        return read_group(tx, old.group_id)
    new = store.select_chat(tx, new_chat_id)
    if new is not None and new.group_id != old.group_id:
        outbox.update_group_unreachable(tx, new.group_id, at=at)
    store.upsert_chat(tx, replace(old, bot_is="moved"), at=at)
    known = new or old
    store.upsert_chat(
        tx, replace(known, chat_id=new_chat_id, group_id=old.group_id, thread_id=None), at=at
    )
    status.upsert_wanted(tx, old.group_id, at)
    return read_group(tx, old.group_id)


def group_in_chat(tx: Tx, chat_id: int) -> Group | None:
    """The group of a chat, also by an id that the chat had before it was moved."""
    return store.select_group_in_chat(tx, chat_id)


def group_by_token(tx: Tx, token: str) -> Group | None:
    """The group of a link's token."""
    return store.select_group_by_token(tx, token)


def seen(tx: Tx, group_id: str, person_id: str) -> bool:
    """Record that a person was seen in the group's chat; True if it was not known."""
    return store.insert_seen(tx, group_id, person_id)


def gone(tx: Tx, group_id: str, person_id: str) -> None:
    """Record that a person has left the group's chat, or was removed: she is seen there no more."""
    store.delete_seen(tx, group_id, person_id)


# --- setting up ---------------------------------------------------------------------------------


def begin_set_up(
    tx: Tx, actor: Actor, token: str, *, seen: RoleInChat | None, at: datetime
) -> SetUpQuestion | ProofNeeded:
    """Begin or resume setting a group up by the link in its chat.

    `seen` is what Telegram says of her in the chat; ProofNeeded if it does not make her the chat's
    creator or an administrator. NotFound for an unknown link; AlreadyDecided if another person set
    the group up, or it is active.
    """
    group = _settable(tx, actor, store.select_group_by_token(tx, token))
    if not rules.may_found(seen, store.select_chat_id_of_token(tx, token), at):
        return need_proof(tx, actor.person_id, group, seen, at)
    dialogue = select_dialogue(tx, actor.person_id)
    answers = {}
    if dialogue is not None and (dialogue.kind, dialogue.group_id) == (SET_UP, group.id):
        answers = dict(dialogue.answers)
    return ask_set_up(tx, actor.person_id, group, rules.next_step(answers), answers, at)


def set_up_step(tx: Tx, actor: Actor, step: SetUpStep, *, at: datetime) -> SetUpQuestion:
    """Ask a question of the set-up again; NotFound if she is setting no group up."""
    dialogue, group = _being_set_up(tx, actor)
    return ask_set_up(tx, actor.person_id, group, step, dict(dialogue.answers), at)


def answer_set_up(tx: Tx, actor: Actor, answer: str, *, at: datetime) -> SetUpQuestion:
    """Store a typed or tapped answer and ask the next question; KEEP accepts the proposed value.

    BadAnswer names the step whose answer cannot be read; NotFound if no question is open.
    """
    dialogue, group = _being_set_up(tx, actor)
    step = SetUpStep(dialogue.step)
    proposal = rules.proposal(group, step, dialogue.answers)
    if answer == KEEP:
        if proposal is None:
            raise BadAnswer(step)
        answers = {**dialogue.answers, step: proposal}
    else:
        answers = {**dialogue.answers, step: rules.read_answer(step, answer)}
    return ask_set_up(tx, actor.person_id, group, rules.next_step(answers), answers, at)


def confirm_set_up(
    tx: Tx, actor: Actor, *, seen: RoleInChat | None, at: datetime
) -> Group | ProofNeeded:
    """Set the group up from her answers; a second tap changes nothing. BadAnswer for a gap.

    ProofNeeded if she is no longer seen as the chat's creator or an administrator.
    """
    dialogue = select_dialogue(tx, actor.person_id)
    if dialogue is None or dialogue.kind != SET_UP:
        done = store.select_group_set_up_by(tx, actor.person_id)
        if done is None:
            raise NotFound
        return done
    agreed = rules.set_up_of(dialogue.answers)
    if agreed is None:
        raise BadAnswer(rules.next_step(dialogue.answers))
    return _set_up(tx, actor, dialogue.group_id, agreed, seen, at)


def set_up(
    tx: Tx, actor: Actor, token: str, agreed: SetUp, *, seen: RoleInChat, at: datetime
) -> Group:
    """Set a group up: it waits for a facilitator, or is active at once.

    It is active at once if the programme has no facilitators. A facilitator who sets a group up
    does not admit it. Whoever sets a group up becomes its president when she joins it. NotFound for
    a person who is neither the chat's creator nor an administrator.
    """
    group = store.select_group_by_token(tx, token)
    if group is None:
        raise NotFound
    outcome = _set_up(tx, actor, group.id, agreed, seen, at)
    if isinstance(outcome, ProofNeeded):
        raise NotFound
    return outcome


def _set_up(
    tx: Tx, actor: Actor, group_id: str, agreed: SetUp, seen: RoleInChat | None, at: datetime
) -> Group | ProofNeeded:
    tx.lock(f"group:{group_id}")
    agreed = rules.checked(agreed)
    group = read_group(tx, group_id)
    if group.set_up_by == actor.person_id and rules.is_set_up_as(group, agreed):
        return group
    _settable(tx, actor, group)
    if not rules.may_found(seen, store.select_chat_id_of_token(tx, group.start_token), at):
        return need_proof(tx, actor.person_id, group, seen, at)
    assert seen is not None, "without a role in the chat nobody founds"
    store.update_set_up(tx, group.id, agreed)
    waiting = replace(
        read_group(tx, group.id),
        state=GROUP_STEPS[group.state][GroupStep.SET_UP],
        set_up_by=actor.person_id,
    )
    record_founder(tx, group.id, actor.person_id, seen.role, at=at)
    if select_facilitators(tx):
        ask_admission(tx, waiting, at=at)
    else:
        let_begin(tx, waiting, None, at=at)
    store.insert_seen(tx, group.id, actor.person_id)
    delete_dialogue(tx, actor.person_id)
    return read_group(tx, group.id)


def _being_set_up(tx: Tx, actor: Actor) -> tuple[Dialogue, Group]:
    dialogue = select_dialogue(tx, actor.person_id)
    if dialogue is None or dialogue.kind != SET_UP:
        raise NotFound
    return dialogue, _settable(tx, actor, store.select_group(tx, dialogue.group_id))


def _settable(tx: Tx, actor: Actor, group: Group | None) -> Group:
    if group is None or store.select_chat_id_of_token(tx, group.start_token) is None:
        raise NotFound  # also if the group lost its chat, or the chat moved to another group
    is_hers = group.set_up_by in {None, actor.person_id} or group.state is GroupState.REFUSED
    if GroupStep.SET_UP not in GROUP_STEPS[group.state] or not is_hers:
        raise AlreadyDecided
    member = select_membership(tx, actor.person_id)
    is_elsewhere = member is not None and member.group_id != group.id
    if is_elsewhere and select_facilitator(tx, actor.person_id) is None:
        raise InAnotherGroup
    return group


# --- admission ----------------------------------------------------------------------------------


def admit(tx: Tx, actor: Actor, group_id: str, *, at: datetime) -> Group:
    """Admit a group and become its facilitator; AlreadyDecided if another admitted it first.

    ConcernedHerself if she set it up, or if she or her kin are in it.
    """
    group = _enter_admission(tx, actor, group_id)
    if group.state is GroupState.ACTIVE and group.facilitator_id == actor.person_id:
        return group
    if GroupStep.ADMIT not in GROUP_STEPS[group.state]:
        raise AlreadyDecided
    let_begin(tx, group, actor.person_id, at=at)
    return read_group(tx, group_id)


def is_admissible(tx: Tx, group: Group) -> bool:
    """Whether there is a facilitator who may admit this group that waits."""
    return bool(moderators_of(tx, group))


def refuse_group(tx: Tx, actor: Actor, group_id: str, *, at: datetime) -> Group:
    """Refuse to admit a group; it may be set up again. AlreadyDecided if it was admitted."""
    group = _enter_admission(tx, actor, group_id)
    if group.state is GroupState.REFUSED:
        return group
    if GroupStep.REFUSE not in GROUP_STEPS[group.state]:
        raise AlreadyDecided
    not_let_begin(tx, group, at=at)
    return read_group(tx, group_id)


def _enter_admission(tx: Tx, actor: Actor, group_id: str) -> Group:
    tx.lock(f"group:{group_id}")
    group, actor_roles = see(tx, actor, group_id)
    if actor_roles.is_concerned or select_facilitator(tx, actor.person_id) is None:
        require(actor_roles, Right.ADMIT)
    return group
