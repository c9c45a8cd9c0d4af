"""Disputed lines: a member marks her own line as wrong, her facilitator decides."""

from typing import Final

from groups.disputes import acts as disputes
from groups.disputes.model import LineKind
from groups.people.acts import dialogues
from groups.people.model.dialogue import Dialogue
from groups.people.model.refusals import NotFound
from handlers.callback_data import Tap
from handlers.turn import Act, ActContext, Answer
from storage.tx import Tx

DISPUTE: Final = "dispute"  # the dialogue in which a facilitator writes her reason


def mark_week(tap: Tap) -> Act:
    """A member marks her points of a week as wrong, until her facilitator decides."""
    group_id, period = tap.part(0), tap.part(1)

    def act(tx: Tx, turn: ActContext) -> Answer:
        disputes.ask(tx, turn.actor, group_id, f"score:{period}", new_id=turn.new_id, at=turn.at)
        return Answer("alerts/disputed", is_modal=True)

    return act


def mark_line(tap: Tap) -> Act:
    """A member marks her line of a meeting's register as wrong."""
    group_id, meeting_id = tap.part(0), tap.part(1)

    def act(tx: Tx, turn: ActContext) -> Answer:
        subject = f"{LineKind.LINE}:{meeting_id}"
        disputes.ask(tx, turn.actor, group_id, subject, new_id=turn.new_id, at=turn.at)
        return Answer("alerts/disputed", is_modal=True)

    return act


def waiting(tx: Tx, turn: ActContext) -> Answer | None:
    """Send a facilitator the cards of the disputed lines of all her groups."""
    waits = disputes.say_waiting(tx, turn.actor, at=turn.at)
    return None if waits else Answer("alerts/nothing_waits")


def decide(tap: Tap) -> Act:
    """A facilitator decides whether the line is right; she writes the reason next."""
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
    """Close the dispute with the facilitator's reason and tell the member."""
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
