"""Set up a group in a private chat, question by question, and admit it."""

from typing import Any

from groups.founding.acts import founding
from groups.founding.model import KEEP, SetUpQuestion, SetUpStep
from groups.people.acts import dialogues
from groups.people.model.dialogue import Dialogue
from groups.people.model.group import Group, GroupState
from groups.people.model.refusals import BadAnswer, NotFound
from handlers.callback_data import Tap
from handlers.turn import Act, ActContext, Answer
from storage.tx import Tx


def begin(token: str) -> Act:
    """She followed the link of the group's first message: ask the first open question."""

    def act(tx: Tx, turn: ActContext) -> None:
        _ask(tx, turn, founding.set_up_step(tx, turn.actor, token, at=turn.at))

    return act


def tapped(tap: Tap) -> Act:
    """She tapped an answer. An answer to an old question only shows the open question again."""
    step, answer = tap.part(0), tap.part(1)

    def act(tx: Tx, turn: ActContext) -> None:
        dialogue = open_dialogue(tx, turn)
        if dialogue is None and (step, answer) == (SetUpStep.CHECK, "yes"):
            _confirm(tx, turn)  # a second tap: the set-up is confirmed already
            return
        if dialogue is None:
            raise NotFound
        if dialogue.step != step:
            _ask_again(tx, turn, dialogue, None)
        elif step != SetUpStep.CHECK:
            _ask(tx, turn, founding.answer_set_up(tx, turn.actor, answer, at=turn.at))
        elif answer == "yes":
            _confirm(tx, turn)
        else:
            _ask_again(tx, turn, dialogue, answer)

    return act


def typed(tx: Tx, turn: ActContext, text: str) -> None:
    """She typed an answer to the open question."""
    _ask(tx, turn, founding.answer_set_up(tx, turn.actor, text, at=turn.at))


def open_dialogue(tx: Tx, turn: ActContext) -> Dialogue | None:
    """Her open set-up dialogue, if any."""
    return dialogues.current(tx, turn.actor, "set_up")


def admit(tap: Tap) -> Act:
    """A facilitator admits a group."""

    def act(tx: Tx, turn: ActContext) -> Answer:
        group = founding.admit(tx, turn.actor, tap.part(0), at=turn.at)
        turn.show(tx, "admit_done", name=group.name, village=group.village)
        return Answer("alerts/admitted", {"name": group.name})

    return act


def refuse(tap: Tap) -> Act:
    """A facilitator does not admit a group."""

    def act(tx: Tx, turn: ActContext) -> Answer:
        group = founding.refuse_group(tx, turn.actor, tap.part(0), at=turn.at)
        turn.show(tx, "refuse_done", name=group.name, village=group.village)
        return Answer("alerts/refused", {"name": group.name})

    return act


def _confirm(tx: Tx, turn: ActContext) -> None:
    group = founding.confirm_set_up(tx, turn.actor, at=turn.at)
    if group.state is GroupState.ACTIVE:
        turn.show(tx, "set_up_active", **_link_facts(group))
    else:
        is_admissible = founding.is_admissible(tx, group)
        turn.show(tx, "set_up_waiting", **_link_facts(group), is_admissible=is_admissible)


def _link_facts(group: Group) -> dict[str, Any]:
    return {"name": group.name, "token": group.start_token, "group_id": group.id}


def _ask_again(tx: Tx, turn: ActContext, dialogue: Dialogue, step: str | None) -> None:
    if step is not None and step not in set(SetUpStep):
        raise BadAnswer("check")
    asked = SetUpStep(step) if step else SetUpStep(dialogue.step)
    _ask(tx, turn, founding.set_up_step(tx, turn.actor, None, step=asked, at=turn.at))


def _ask(tx: Tx, turn: ActContext, question: SetUpQuestion) -> None:
    agreed = question.set_up
    turn.show(
        tx,
        "set_up",
        step=question.step.value,
        proposal=question.proposal,
        keep=KEEP,
        group_id=question.group_id,
        agreed={
            "name": agreed.name,
            "village": agreed.village,
            "language": agreed.language,
            "meeting_day": agreed.meeting_day,
            "meeting_minute": agreed.meeting_minute,
            "saving": agreed.saving,
        }
        if agreed
        else None,
    )
