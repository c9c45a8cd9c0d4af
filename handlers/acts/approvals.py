"""Approvals in the chat: a second person confirms or declines a request."""

from groups.deciding import acts as second_person
from groups.deciding.acts import APPROVALS
from groups.reminding import acts as reminding
from handlers.acts import herself
from handlers.callback_data import Tap
from handlers.turn import Act, ActContext, Answer
from storage.tx import Tx


def decide(tap: Tap, *, is_yes: bool) -> Act:
    """A second person confirms or declines a request."""

    def act(tx: Tx, turn: ActContext) -> Answer:
        decided = second_person.decide(
            tx, turn.actor, tap.part(0), is_yes, new_id=turn.new_id, at=turn.at
        )
        turn.show(
            tx,
            "decided",
            request=decided.request.kind.value,
            state=decided.request.state.value,
        )
        return Answer("alerts/decided", {"state": decided.request.state.value})

    return act


def waiting(tx: Tx, turn: ActContext) -> Answer | None:
    """Send her the cards of all requests that wait for her."""
    group = herself.her_group(tx, turn)
    if second_person.say_waiting(tx, turn.actor, group.id, at=turn.at):
        return None
    return Answer("alerts/nothing_waits")


def all_waits(tx: Tx, turn: ActContext) -> Answer | None:
    """Send her the cards of all that waits for her, of every kind and in every group."""
    if reminding.show_all(tx, turn.actor, approvals=APPROVALS, at=turn.at):
        return None
    return Answer("alerts/nothing_waits")
