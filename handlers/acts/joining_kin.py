"""The kin and household of a member without a phone, as an office-bearer declares them."""

from groups.joining.acts import joining
from groups.messages.model import Json
from groups.people.acts import roster
from groups.people.model.people import Tie
from groups.people.model.refusals import BadAnswer
from handlers.callback_data import Tap
from handlers.turn import Act, ActContext, Answer
from storage.tx import Tx


def look_at(tap: Tap) -> Act:
    """Show the board of a member's kin or household."""
    return lambda tx, turn: _show(tx, turn, tap.part(1), _tie(tap.part(0)))


def change(tap: Tap) -> Act:
    """Declare or end a tie of hers; a second person must confirm, except while she is joining."""
    member_id, other_id, act_code = tap.part(1), tap.part(2), tap.part(3)

    def act(tx: Tx, turn: ActContext) -> Answer | None:
        tie = _tie(tap.part(0))
        changed = joining.end_tie if act_code == "ended" else joining.declare_tie
        declared = changed(
            tx, turn.actor, other_id, tie, of_member_id=member_id, new_id=turn.new_id, at=turn.at
        )
        if declared.waits:
            return Answer("alerts/tie_waits", {"name": declared.other.name}, is_modal=True)
        _show(tx, turn, member_id, tie)
        return None

    return act


def _show(tx: Tx, turn: ActContext, member_id: str, tie: Tie) -> None:
    her_ties = roster.ties(tx, turn.actor, member_id)
    others: list[Json] = [
        [it.member_id, it.number, it.name, (it.member_id, tie) in her_ties.tied]
        for it in her_ties.others
    ]
    turn.show(
        tx,
        "ties_of",
        member_id=her_ties.member.id,
        name=her_ties.member.name,
        number=her_ties.member.number,
        tie=tie.value,
        others=others,
    )


def _tie(code: str) -> Tie:
    if code not in set(Tie):
        raise BadAnswer("tie")
    return Tie(code)
