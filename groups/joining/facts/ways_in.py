"""Whether somebody enters a record already: by an account, or by pictures on another's phone."""

from groups.people.model.people import Member
from groups.people.store.persons import is_linked
from groups.turns.store.pins import select_pin
from storage.tx import Tx


def has_way_in(tx: Tx, member: Member) -> bool:
    """Whether the record has an account or pictures, so that whoever enters it would lose it."""
    pin = select_pin(tx, member.id)
    return is_linked(tx, member.person_id) or (pin is not None and pin.digest is not None)
