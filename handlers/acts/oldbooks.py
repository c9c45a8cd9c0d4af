"""An old group's sheet handed in as a document in the bot's own chat."""

from dataclasses import fields
from typing import Any, Final

from groups.oldbooks import acts as openings
from groups.oldbooks.model import NotASheet, Sheet, SheetFault
from handlers.acts import herself
from handlers.turn import Act, ActContext, Answer
from storage.tx import Tx

_TOLD_MOST: Final = 12


def handed_in(sheet: Sheet | None, words: str) -> Act:
    """She sent a document: the old books wait for a second person, or she is told what is wrong.

    `words` under it are the reason where it takes the place of another.
    """

    def act(tx: Tx, turn: ActContext) -> Answer | None:
        group = herself.her_group(tx, turn)
        if sheet is None:
            raise NotASheet
        faults = openings.ask(
            tx, turn.actor, group.id, sheet, reason=words, new_id=turn.new_id, at=turn.at
        )
        if faults:
            shown_faults = [_facts(one) for one in faults[:_TOLD_MOST]]
            turn.say(
                tx, "opening_faults", faults=shown_faults, more=len(faults) - len(shown_faults)
            )
        else:
            turn.say(tx, "opening_asked", group=group.name)
        return None

    return act


def _facts(fault: SheetFault) -> dict[str, Any]:
    return {each.name: getattr(fault, each.name) for each in fields(fault)}
