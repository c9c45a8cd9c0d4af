"""The form of a loan in the chat: one line or step by step, stored until she sends it."""

from typing import Any

from groups.lending.acts import asking
from groups.lending.model.asking import LoanAsking
from groups.messages.model import Json
from groups.people.model.dialogue import Dialogue
from handlers.acts import herself
from handlers.acts.lending import list_
from handlers.callback_data import Tap
from handlers.turn import Act, ActContext, Answer
from storage.tx import Tx


def command(text: str) -> Act:
    """/loan: open her form if there is text, else show her loans.

    A command in the group is deleted and answered in private.
    """

    def act(tx: Tx, turn: ActContext) -> Answer | None:
        if not text:
            return list_(tx, turn)
        group = herself.her_group(tx, turn)
        is_shown = _show(tx, turn, asking.begin(tx, turn.actor, group.id, text, at=turn.at))
        if turn.incoming.is_private:
            return None
        if not is_shown:
            turn.say_in_group(tx, group.id, "go_private", token=group.start_token)
        return Answer(deletes=True)

    return act


def begin(tx: Tx, turn: ActContext) -> Answer | None:
    """Begin the form of a loan for herself, step by step."""
    if not turn.incoming.is_private:
        return herself.in_group(tx, turn, "go_private")
    group = herself.her_group(tx, turn)
    _show(tx, turn, asking.begin(tx, turn.actor, group.id, at=turn.at))
    return None


def begin_for(tap: Tap) -> Act:
    """An office-bearer begins the form of a loan for another member."""

    def act(tx: Tx, turn: ActContext) -> None:
        _show(tx, turn, asking.begin_for(tx, turn.actor, tap.part(0), at=turn.at))

    return act


def choose(tap: Tap) -> Act:
    """She tapped an answer: months, purpose or fund."""

    def act(tx: Tx, turn: ActContext) -> None:
        _show(tx, turn, asking.choose(tx, turn.actor, tap.part(0), tap.part(1), at=turn.at))

    return act


def change(tap: Tap) -> Act:
    """She wants to change one answer: ask that question again."""

    def act(tx: Tx, turn: ActContext) -> None:
        _show(tx, turn, asking.change(tx, turn.actor, tap.part(0), at=turn.at))

    return act


def send(tx: Tx, turn: ActContext) -> None:
    """Send the form to the group: its ballot opens. Ask on if an answer is missing."""
    sent = asking.send(tx, turn.actor, new_id=turn.new_id, at=turn.at)
    if isinstance(sent, LoanAsking):
        _show(tx, turn, sent)
    else:
        turn.show(tx, "loan_asked", **sent)


def typed(tx: Tx, turn: ActContext, dialogue: Dialogue, words: str) -> None:
    """She wrote an answer: an amount, months, all in one line, or what the loan is for."""
    _show(tx, turn, asking.write(tx, turn.actor, dialogue, words, at=turn.at))


def spoken(file_id: str) -> Act:
    """A voice message in private: store it with the form; without a form show her home."""

    def act(tx: Tx, turn: ActContext) -> None:
        heard = asking.speak(tx, turn.actor, file_id, at=turn.at)
        if heard is None:
            herself.home(tx, turn)
            return
        _show(tx, turn, heard)

    return act


def _show(tx: Tx, turn: ActContext, asked: LoanAsking) -> bool:
    """Ask the next question, or show the whole form; False if she has no chat with the bot."""
    answers = asked.answers
    facts: dict[str, Any] = {
        "number": asked.member.number,
        "name": asked.member.name,
        "for_other": asked.is_for_other,
        "amount": answers.get("amount"),
        "months": answers.get("months"),
        "purpose": answers.get("purpose"),
        "fund": answers.get("fund"),
        "words": answers.get("words") or None,
        "has_voice": bool(answers.get("voice")),
    }
    if asked.preview is None:
        funds: list[Json] = [*asked.funds]
        question = {"step": asked.step, "unread": asked.is_unread, "funds": funds}
        return turn.show(tx, "loan_ask", **facts, **question)
    changes = ["fund"] if len(asked.funds) > 1 else []
    return turn.show(tx, "loan_check", **facts, **_checked(asked), more=changes)


def _checked(asked: LoanAsking) -> dict[str, Any]:
    preview, outlook = asked.preview, asked.outlook
    assert preview is not None, "every question has an answer"
    assert outlook is not None, "the same"
    hers = outlook.hers
    return {
        "instalments": len(preview.lines),
        "first": next((line.amount for line in preview.lines if line.amount), 0),
        "interest": sum(line.interest for line in preview.lines),
        "reasons": [
            [it.condition.value, it.has, it.asked, it.is_met, it.missing]
            for it in (hers.reasons if hers else ())
        ],
        "conduct_weeks_missing": hers.conduct_weeks_missing if hers else 0,
        "conduct_replaces": hers.conduct_replaces if hers else 0,
        "is_open": outlook.is_open,
    }
