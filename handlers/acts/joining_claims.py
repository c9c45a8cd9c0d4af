"""A record on a phone of her own: the code an office-bearer makes, and she who shows it."""

from groups.joining.acts import claims
from handlers.acts import herself
from handlers.callback_data import Tap
from handlers.turn import Act, ActContext, Answer
from storage.tx import Tx


def make_code(tap: Tap) -> Act:
    """An office-bearer wants a member to get her record on her own phone.

    The code is shown by an alert to her alone: it is written nowhere.
    """

    def act(tx: Tx, turn: ActContext) -> Answer:
        made = claims.make_code(tx, turn.actor, tap.part(0), new_id=turn.new_id, at=turn.at)
        facts = {"name": made.member.name, "code": f"{made.code[:4]} {made.code[4:]}"}
        return Answer("alerts/claim_code", facts, is_modal=True)

    return act


def claim(code: str) -> Act:
    """She shows a code, by a link or as she typed it."""

    def act(tx: Tx, turn: ActContext) -> None:
        outcome = claims.claim(tx, turn.actor, code, new_id=turn.new_id, at=turn.at)
        if isinstance(outcome, claims.WrongCode):
            turn.say(tx, "claim_wrong", tries_left=outcome.tries_left)
            return
        turn.say(tx, "claim_asked", group=outcome.group.name, number=outcome.member.number)

    return act


def agree(tx: Tx, turn: ActContext) -> None:
    """She has read the notice on her own phone, and agrees."""
    claims.agree(tx, turn.actor, new_id=turn.new_id, at=turn.at)
    herself.home(tx, turn)
