"""What a facilitator reads before she admits a group: who founds it, and from which chat."""

from groups.calendar.rules.days import day_in
from groups.messages.model import Facts
from groups.people.model.group import Group
from groups.people.store.group_acts import select_last_told
from groups.people.store.groups import select_begun_at
from groups.people.store.persons import select_person
from storage.tx import Tx


def admission_facts(tx: Tx, group: Group) -> Facts:
    """The facts on the card by which a group is admitted.

    `by` is the founder's name, `role` what she was in the chat, `bot_since` when the bot came.
    """
    founder = select_person(tx, group.set_up_by) if group.set_up_by else None
    set_up = select_last_told(tx, group.id, "set_up")
    return {
        "group_id": group.id,
        "name": group.name,
        "village": group.village,
        "meeting_day": group.meeting_day,
        "meeting_minute": group.meeting_minute,
        "saving": group.saving,
        "by": founder.name if founder else None,
        "role": str(set_up["role"]) if set_up else None,
        "bot_since": day_in(group.zone, select_begun_at(tx, group.id)).isoformat(),
    }
