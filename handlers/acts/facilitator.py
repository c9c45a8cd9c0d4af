"""A facilitator's groups, the ones that wait for her, and naming another."""

from collections.abc import Iterable
from typing import Final

from groups.disputes import acts as disputes
from groups.messages.model import Json
from groups.people.model.dialogue import Dialogue
from groups.people.model.refusals import BadAnswer, NotFound, NotYours
from groups.people.rules.rights import Act as Right
from groups.people.rules.rights import needs
from groups.people.store.dialogues import delete_dialogue, upsert_dialogue
from groups.people.store.facilitators import Facilitator
from groups.people.store.groups import select_group
from groups.people.store.persons import select_person_of_account
from groups.programme.acts import facilitators
from groups.programme.acts.her_groups import groups_of_facilitator
from handlers.acts import group_list
from handlers.callback_data import Tap
from handlers.turn import Act, Answer, Turn
from storage.tx import Tx

DISPUTE: Final = "dispute"  # the dialogue in which a facilitator gives her reason


def groups(tx: Tx, turn: Turn) -> None:
    """The groups that wait, and those she looks after."""
    facilitators.list_facilitators(tx, turn.actor)
    group_list.show(tx, turn)


def look_at_waiting(tap: Tap) -> Act:
    """The card of one group that waits for a facilitator."""

    def act(tx: Tx, turn: Turn) -> None:
        known = {it.id for it in groups_of_facilitator(tx, turn.actor)}
        group = select_group(tx, tap.part(0))
        if group is None or group.id not in known:
            raise NotFound
        turn.show(
            tx,
            "admit_group",
            group_id=group.id,
            name=group.name,
            village=group.village,
            meeting_day=group.meeting_day,
            meeting_minute=group.meeting_minute,
            saving=group.saving,
            by=None,
        )

    return act


def name_another(text: str) -> Act:
    """A head names a facilitator by her Telegram id, which she reads in /me."""

    def act(tx: Tx, turn: Turn) -> None:
        if not turn.incoming.is_private:
            return
        if not text:
            _list(tx, turn)
            return
        telegram_id = int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0
        person = select_person_of_account(tx, telegram_id)
        if person is None:
            facilitators.list_facilitators(tx, turn.actor)
            raise BadAnswer("facilitator")
        facilitators.name_facilitator(tx, turn.actor, person.id, new_id=turn.new_id, at=turn.at)
        _list(tx, turn)

    return act


def disputes_(tx: Tx, turn: Turn) -> Answer | None:
    """Send her the cards of the lines that wait for her, over all her groups."""
    waits = disputes.say_waiting(tx, turn.actor, at=turn.at)
    return None if waits else Answer("alerts/nothing_waits")


def ask_dismissal(tap: Tap) -> Act:
    """Whether somebody is really to be a facilitator no more."""

    def act(tx: Tx, turn: Turn) -> None:
        named = facilitators.list_facilitators(tx, turn.actor)
        if not _is_head(turn, named):
            raise NotYours(needs(Right.NAME_FACILITATOR))
        found = next((it for it in named if it.person_id == tap.part(0)), None)
        if found is None:
            raise NotFound
        turn.show(tx, "dismiss_facilitator", person_id=found.person_id, name=found.name)

    return act


def dismiss(tap: Tap) -> Act:
    """A head dismisses a facilitator; her groups wait for a head to take them over."""

    def act(tx: Tx, turn: Turn) -> None:
        facilitators.dismiss_facilitator(
            tx, turn.actor, tap.part(0), new_id=turn.new_id, at=turn.at
        )
        _list(tx, turn)

    return act


def decide_dispute(tap: Tap) -> Act:
    """She found the line right or wrong; her reason comes as text."""
    dispute_id, state = tap.part(0), tap.part(1)

    def act(tx: Tx, turn: Turn) -> None:
        if state not in disputes.DECISIONS:
            raise NotFound
        disputes.to_decide(tx, turn.actor, dispute_id)
        asked = Dialogue(turn.actor.person_id, DISPUTE, "", state, {"dispute_id": dispute_id})
        upsert_dialogue(tx, asked, at=turn.at)
        turn.say(tx, "dispute_reason", state=state)

    return act


def give_reason(tx: Tx, turn: Turn, dialogue: Dialogue, reason: str) -> None:
    """She wrote the reason; the one who asked is told."""
    disputes.decide(
        tx,
        turn.actor,
        str(dialogue.answers["dispute_id"]),
        dialogue.step,
        reason,
        new_id=turn.new_id,
        at=turn.at,
    )
    delete_dialogue(tx, turn.actor.person_id)
    turn.say(tx, "dispute_closed")


def _list(tx: Tx, turn: Turn) -> None:
    named = facilitators.list_facilitators(tx, turn.actor)
    dismissible: list[Json] = [[it.person_id, it.name] for it in named if not it.is_head]
    turn.show(
        tx,
        "facilitators",
        names=[it.name for it in named],
        dismissible=dismissible if _is_head(turn, named) else [],
    )


def _is_head(turn: Turn, named: Iterable[Facilitator]) -> bool:
    return any(it.is_head and it.person_id == turn.actor.person_id for it in named)
