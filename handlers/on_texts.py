"""A text in private goes to her open dialogue; without a dialogue she gets her home card."""

from groups.joining.model import read_code
from groups.lending.acts import asking
from groups.people.acts import dialogues
from handlers.acts import (
    disputes,
    founding,
    founding_settings,
    herself,
    joining,
    joining_claims,
    lending,
    lending_form,
    people_members,
    registers,
)
from handlers.turn import Act, ActContext, Answer
from storage.tx import Tx

_LENGTH_MAX = 400


def written(text: str) -> Act:
    """A text in private: the answer to her open dialogue, a claim's code, or neither."""
    words = text[:_LENGTH_MAX].strip()

    def act(tx: Tx, turn: ActContext) -> Answer | None:
        dialogue = dialogues.current(tx, turn.actor)
        if dialogue is not None and dialogue.kind == "set_up":
            founding.typed(tx, turn, words)
        elif dialogue is not None and dialogue.kind == joining.ADDING:
            joining.add_named(tx, turn, dialogue, words)
        elif dialogue is not None and dialogue.kind == people_members.RENAMING:
            people_members.renamed(tx, turn, dialogue, words)
        elif dialogue is not None and dialogue.kind == disputes.DISPUTE:
            disputes.give_reason(tx, turn, dialogue, words)
        elif dialogue is not None and dialogue.kind == registers.WRITING:
            return registers.typed(tx, turn, dialogue, words)
        elif dialogue is not None and dialogue.kind == founding_settings.AGREEING:
            founding_settings.agree_word(tx, turn, dialogue, words)
        elif dialogue is not None and dialogue.kind == asking.DIALOGUE:
            lending_form.typed(tx, turn, dialogue, words)
        elif dialogue is not None and dialogue.kind == lending.REASON:
            lending.give_reason(tx, turn, dialogue, words)
        elif read_code(words) is not None:
            joining_claims.claim(words)(tx, turn)
        else:
            herself.home(tx, turn)
        return None

    return act


def stale_button(_tx: Tx, _turn: ActContext) -> Answer:
    """A button of an old version, or not a button of ours."""
    return Answer("alerts/stale_button", is_modal=True)
