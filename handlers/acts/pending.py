"""Pending changes in the chat: whom one concerns stops it, or lets it take effect at once."""

from groups.deciding import acts as deciding
from groups.pending.model import PendingEnded
from groups.people.acts import persons
from handlers.callback_data import Tap
from handlers.turn import Act, ActContext, Answer
from storage.tx import Tx


def stop(tap: Tap) -> Act:
    """She, or the facilitator, stops what waits."""

    def act(tx: Tx, turn: ActContext) -> Answer:
        ended = deciding.stop(tx, turn.actor, tap.part(0), new_id=turn.new_id, at=turn.at)
        return _shown(tx, turn, ended)

    return act


def hurry(tap: Tap) -> Act:
    """She says that it is she, or the facilitator that she has seen her: it need not wait."""

    def act(tx: Tx, turn: ActContext) -> Answer:
        ended = deciding.hurry(tx, turn.actor, tap.part(0), new_id=turn.new_id, at=turn.at)
        return _shown(tx, turn, ended)

    return act


def _shown(tx: Tx, turn: ActContext, ended: PendingEnded) -> Answer:
    facts = {"kind": ended.pending.kind.value, "state": ended.pending.state.value}
    sender = turn.incoming.sender
    if sender is not None and persons.account_stands(tx, turn.actor.person_id, sender.telegram_id):
        turn.show(tx, "pending_ended", **facts)  # else her record has just left this phone
    return Answer("alerts/pending_ended", facts)
