"""A person who must be known."""

from groups.people.model.refusals import NotFound
from groups.people.store import persons as store
from storage.tx import Tx


def require_person(tx: Tx, person_id: str) -> store.Person:
    """Return a person; refuse `NotFound` for an id that nobody has."""
    person = store.select_person(tx, person_id)
    if person is None:
        raise NotFound
    return person
