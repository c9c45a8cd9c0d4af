"""A facilitator's groups, groups that wait for admission, and naming facilitators."""

from groups.messages.model import Json
from groups.people.acts import persons as people
from groups.people.model.refusals import BadAnswer
from groups.programme.acts import facilitators
from groups.programme.acts.her_groups import waiting_card
from handlers.acts import programme_groups
from handlers.callback_data import Tap
from handlers.turn import Act, ActContext
from storage.tx import Tx


def groups(tx: Tx, turn: ActContext) -> None:
    """Show a facilitator the groups that wait for admission and her own groups."""
    facilitators.list_facilitators(tx, turn.actor)
    programme_groups.show(tx, turn)


def look_at_waiting(tap: Tap) -> Act:
    """Show the card of a group that waits for admission."""

    def act(tx: Tx, turn: ActContext) -> None:
        turn.show(tx, "admit_group", **waiting_card(tx, turn.actor, tap.part(0)))

    return act


def name_another(text: str) -> Act:
    """A head names a facilitator by the Telegram id that /me shows; without an id list them all."""

    def act(tx: Tx, turn: ActContext) -> None:
        if not turn.incoming.is_private:
            return
        if not text:
            _list(tx, turn)
            return
        telegram_id = int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0
        named = people.person_of(tx, telegram_id)
        if named is None:
            facilitators.list_facilitators(tx, turn.actor)
            raise BadAnswer("facilitator")
        person_id = named.person_id
        facilitators.name_facilitator(tx, turn.actor, person_id, new_id=turn.new_id, at=turn.at)
        _list(tx, turn)

    return act


def ask_dismissal(tap: Tap) -> Act:
    """Ask a head once more whether to dismiss a facilitator."""

    def act(tx: Tx, turn: ActContext) -> None:
        facilitator = facilitators.to_dismiss(tx, turn.actor, tap.part(0))
        turn.show(tx, "dismiss_facilitator", person_id=facilitator.person_id, name=facilitator.name)

    return act


def dismiss(tap: Tap) -> Act:
    """A head dismisses a facilitator; then a head can take over her groups."""

    def act(tx: Tx, turn: ActContext) -> None:
        facilitators.dismiss_facilitator(
            tx, turn.actor, tap.part(0), new_id=turn.new_id, at=turn.at
        )
        _list(tx, turn)

    return act


def _list(tx: Tx, turn: ActContext) -> None:
    named = facilitators.list_facilitators(tx, turn.actor)
    is_head = any(it.is_head and it.person_id == turn.actor.person_id for it in named)
    dismissible: list[Json] = [[it.person_id, it.name] for it in named if not it.is_head]
    turn.show(
        tx,
        "facilitators",
        names=[it.name for it in named],
        dismissible=dismissible if is_head else [],
    )
