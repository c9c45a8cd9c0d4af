"""Who hears that another says of a member without a phone that she leaves; the group is locked.

It cannot be undone: her vouches and what she was promised end, and she has no phone to be told on.
"""

from groups.approvals.effects import say_card
from groups.approvals.facts import card_of
from groups.approvals.model import Request
from groups.joining.facts.approvals import LEAVING
from groups.messages.effects import say_to_group
from groups.messages.model import Facts
from groups.people.facts.moderators import moderators_of
from groups.people.facts.names import name_of
from groups.people.model.deed import Deed
from groups.people.model.people import Member
from storage.tx import Tx


def say_leaving_asked(tx: Tx, deed: Deed, member: Member, request: Request) -> None:
    """Ask the facilitator beside the second person, and tell the group before anybody confirms it.

    Of one who takes her consent back too, the group is not told: her name shall not stand there.
    """
    card = card_of(tx, deed.group, request, LEAVING)
    for person_id in moderators_of(tx, deed.group):
        if person_id != deed.by_id:
            say_card(tx, person_id, request, card, at=deed.at)
    if not request.body["erases"]:
        facts: Facts = {
            "by": name_of(tx, deed.by_id),
            "number": member.number,
            "name": member.name,
        }
        key = f"leaving:{request.id}"
        say_to_group(tx, deed.group.id, "joining_leaving", facts, key=key, at=deed.at)
