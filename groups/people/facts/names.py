"""Members, groups and the names behind signatures, by their ids."""

from groups.people.model.group import Group
from groups.people.model.people import Member, Name
from groups.people.model.refusals import NotFound
from groups.people.store.groups import select_group
from groups.people.store.members import select_member, select_members
from groups.people.store.persons import Person, select_person
from storage.tx import Tx


def name_of(tx: Tx, signed: str) -> str:
    """The name behind a signature: a member's id, or a facilitator's person id."""
    member = select_member(tx, signed)
    if member is not None:
        return member.name
    person = select_person(tx, signed)
    return person.name if person else ""


def others_of(tx: Tx, member: Member) -> tuple[Name, ...]:
    """The other members of a member's group, by number."""
    return tuple(
        Name(other.id, other.number, other.name)
        for other in select_members(tx, member.group_id)
        if other.id != member.id
    )


def read_group(tx: Tx, group_id: str) -> Group:
    """A group that must exist."""
    group = select_group(tx, group_id)
    assert group is not None, "groups are never deleted"
    return group


def read_member(tx: Tx, member_id: str) -> Member:
    """A member who must exist."""
    member = select_member(tx, member_id)
    assert member is not None, "members are never deleted"
    return member


def require_person(tx: Tx, person_id: str) -> Person:
    """A person by her id; NotFound if nobody has it."""
    person = select_person(tx, person_id)
    if person is None:
        raise NotFound
    return person
