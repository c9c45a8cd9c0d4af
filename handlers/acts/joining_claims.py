"""Claims: an office-bearer makes a code, and the member takes her record to her own phone."""

from groups.joining.acts import claims
from handlers.acts import herself
from handlers.callback_data import Tap
from handlers.turn import Act, ActContext, Answer
from storage.tx import Tx


def make_code(tap: Tap) -> Act:
    """An office-bearer makes the code with which a member claims her record.

    An alert shows the code to the office-bearer alone: no message holds it.
    """

    def act(tx: Tx, turn: ActContext) -> Answer:
        made = claims.make_code(tx, turn.actor, tap.part(0), new_id=turn.new_id, at=turn.at)
        facts = {"name": made.member.name, "code": f"{made.code[:4]} {made.code[4:]}"}
        return Answer("alerts/claim_code", facts, is_modal=True)

    return act


def claim(code: str) -> Act:
    """She sends a code, by a link or as text: ask for the claim, or count a wrong code."""

    def act(tx: Tx, turn: ActContext) -> None:
        outcome = claims.claim(tx, turn.actor, code, new_id=turn.new_id, at=turn.at)
        if isinstance(outcome, claims.WrongCode):
            turn.say(tx, "claim_wrong", tries_left=outcome.tries_left)
            return
        turn.say(tx, "claim_asked", group=outcome.group.name, number=outcome.member.number)

    return act


def agree(tx: Tx, turn: ActContext) -> None:
    """She agrees to the notice on her own phone."""
    claims.agree(tx, turn.actor, new_id=turn.new_id, at=turn.at)
    herself.home(tx, turn)
