"""The cut-off sheet of an old group, sent as a document to the bot."""

from dataclasses import fields
from typing import Any, Final

from groups.oldbooks import acts as openings
from groups.oldbooks.model import Sheet, SheetFault
from groups.people.model.refusals import Refusal
from handlers.acts import herself
from handlers.turn import Act, ActContext, Answer
from storage.tx import Tx

_TOLD_MOST: Final = 12


def handed_in(sheet: Sheet | Refusal, words: str) -> Act:
    """Ask for an approval of the sheet she sent, or show her its faults.

    `words` is the document's caption: the reason if this sheet replaces another.
    A document that could not be read is refused with its reason.
    """

    def act(tx: Tx, turn: ActContext) -> Answer | None:
        group = herself.her_group(tx, turn)
        if isinstance(sheet, Refusal):
            raise sheet
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
