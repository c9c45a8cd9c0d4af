"""A facilitator's groups, the ones that wait for her, and naming another."""

from groups import facilitators, people
from groups.model.refusals import BadAnswer, NotFound
from groups.store.groups import select_group
from groups.store.people import select_person_of_account
from handlers.acts import herself
from handlers.callback_data import Tap
from handlers.turn import Act, Turn
from storage.tx import Tx


def groups(tx: Tx, turn: Turn) -> None:
    """The groups that wait, and those she looks after."""
    facilitators.list_facilitators(tx, turn.actor)
    herself.home(tx, turn)


def look_at_waiting(tap: Tap) -> Act:
    """The card of one group that waits for a facilitator."""

    def act(tx: Tx, turn: Turn) -> None:
        known = {it.id for it in people.groups_of_facilitator(tx, turn.actor)}
        group = select_group(tx, tap.part(0))
        if group is None or group.id not in known:
            raise NotFound
        turn.show(
            tx,
            "admit_group",
            group_id=group.id,
            name=group.name,
            village=group.village,
            meeting_day=group.meeting_day,
            meeting_minute=group.meeting_minute,
            saving=group.saving,
            by=None,
        )

    return act


def name_another(text: str) -> Act:
    """A head names a facilitator by her Telegram id, which she reads in /me."""

    def act(tx: Tx, turn: Turn) -> None:
        if not turn.incoming.is_private:
            return
        if not text:
            _list(tx, turn)
            return
        telegram_id = int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0
        person = select_person_of_account(tx, telegram_id)
        if person is None:
            facilitators.list_facilitators(tx, turn.actor)
            raise BadAnswer("facilitator")
        facilitators.name_facilitator(tx, turn.actor, person.id, new_id=turn.new_id, at=turn.at)
        _list(tx, turn)

    return act


def _list(tx: Tx, turn: Turn) -> None:
    named = facilitators.list_facilitators(tx, turn.actor)
    turn.say(tx, "facilitators", names=[it.name for it in named])
