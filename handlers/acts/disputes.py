"""Lines that are marked as wrong: by her whose they are, and decided by her facilitator."""

from typing import Final

from groups.disputes import acts as disputes
from groups.disputes.model import LineKind
from groups.people.acts import dialogues
from groups.people.model.dialogue import Dialogue
from groups.people.model.refusals import NotFound
from handlers.callback_data import Tap
from handlers.turn import Act, ActContext, Answer
from storage.tx import Tx

DISPUTE: Final = "dispute"  # the dialogue in which a facilitator gives her reason


def mark_week(tap: Tap) -> Act:
    """She says that a week of hers is wrong; it stays marked until her facilitator decides."""
    group_id, period = tap.part(0), tap.part(1)

    def act(tx: Tx, turn: ActContext) -> Answer:
        disputes.ask(tx, turn.actor, group_id, f"score:{period}", new_id=turn.new_id, at=turn.at)
        return Answer("alerts/disputed", is_modal=True)

    return act


def mark_line(tap: Tap) -> Act:
    """She says that what a meeting's register tells of her is wrong."""
    group_id, meeting_id = tap.part(0), tap.part(1)

    def act(tx: Tx, turn: ActContext) -> Answer:
        subject = f"{LineKind.LINE}:{meeting_id}"
        disputes.ask(tx, turn.actor, group_id, subject, new_id=turn.new_id, at=turn.at)
        return Answer("alerts/disputed", is_modal=True)

    return act


def waiting(tx: Tx, turn: ActContext) -> Answer | None:
    """Send her the cards of the lines that wait for her, over all her groups."""
    waits = disputes.say_waiting(tx, turn.actor, at=turn.at)
    return None if waits else Answer("alerts/nothing_waits")


def decide(tap: Tap) -> Act:
    """She found the line right or wrong; her reason comes as text."""
    dispute_id, state = tap.part(0), tap.part(1)

    def act(tx: Tx, turn: ActContext) -> None:
        if state not in disputes.DECISIONS:
            raise NotFound
        disputes.to_decide(tx, turn.actor, dispute_id)
        dialogues.begin(
            tx,
            turn.actor,
            DISPUTE,
            group_id="",
            step=state,
            answers={"dispute_id": dispute_id},
            at=turn.at,
        )
        turn.say(tx, "dispute_reason", state=state)

    return act


def give_reason(tx: Tx, turn: ActContext, dialogue: Dialogue, reason: str) -> None:
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
    dialogues.end(tx, turn.actor)
    turn.say(tx, "dispute_closed")
