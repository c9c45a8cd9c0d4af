"""A group's settings: an office-bearer changes them in the chat."""

from typing import Any, Final, Literal

from groups.founding.acts import settings
from groups.people.acts import dialogues
from groups.people.model.dialogue import Dialogue
from groups.people.model.refusals import BadAnswer
from handlers.acts import herself
from handlers.callback_data import Tap
from handlers.turn import Act, ActContext, Answer
from storage.tx import Tx

AGREEING: Final = "agreed"  # the dialogue for a new name or village; its step is the field


def show(tx: Tx, turn: ActContext) -> Answer | None:
    """Show the group's settings with the buttons to change them."""
    if not turn.incoming.is_private:
        return herself.in_group(tx, turn, "go_private")
    group = settings.to_see(tx, turn.actor, herself.her_group(tx, turn).id)
    turn.show(
        tx,
        "settings",
        group_id=group.id,
        token=group.start_token,
        name=group.name,
        village=group.village,
        group_language=group.language,
        meeting_day=group.meeting_day,
        meeting_minute=group.meeting_minute,
        saving=group.saving,
        may_change=settings.may_change(tx, turn.actor, group.id),
    )
    return None


def ask_day(tap: Tap) -> Act:
    """Ask on which weekday the group meets."""

    def act(tx: Tx, turn: ActContext) -> None:
        turn.show(tx, "settings_day", group_id=tap.part(0))

    return act


def ask_language(tap: Tap) -> Act:
    """Ask for the language of the group's messages."""

    def act(tx: Tx, turn: ActContext) -> None:
        turn.show(tx, "settings_language", group_id=tap.part(0))

    return act


def ask_word(tap: Tap, field: Literal["name", "village"]) -> Act:
    """Ask for the group's new name or village; she writes it next."""

    def act(tx: Tx, turn: ActContext) -> None:
        group = settings.to_change(tx, turn.actor, tap.part(0))
        dialogues.begin(tx, turn.actor, AGREEING, group_id=group.id, step=field, at=turn.at)
        turn.say(tx, "settings_word", field=field, stands=getattr(group, field))

    return act


def agree_word(tx: Tx, turn: ActContext, dialogue: Dialogue, words: str) -> None:
    """Change the group's name or village to what she wrote, and tell the group."""
    wished: dict[str, Any] = {dialogue.step: words}
    settings.change(tx, turn.actor, dialogue.group_id, **wished, at=turn.at)
    dialogues.end(tx, turn.actor)
    show(tx, turn)


def set_day(tap: Tap) -> Act:
    """Change the weekday of the group's meetings; BadAnswer if it is not 0 to 6."""
    group_id, weekday = tap.part(0), tap.part(1)

    def act(tx: Tx, turn: ActContext) -> None:
        if not (len(weekday) == 1 and weekday in "0123456"):
            raise BadAnswer("day")
        settings.change(tx, turn.actor, group_id, meeting_day=int(weekday), at=turn.at)
        show(tx, turn)

    return act


def set_language(tap: Tap) -> Act:
    """Change the language of the group's messages."""
    group_id, language = tap.part(0), tap.part(1)

    def act(tx: Tx, turn: ActContext) -> None:
        settings.change(tx, turn.actor, group_id, language=language, at=turn.at)
        show(tx, turn)

    return act
