"""Who may be the second person of what another has asked for.

No kind of request is known here: each subject declares its own as data (`SecondPerson`).
"""

from dataclasses import dataclass
from typing import Final

from groups.approvals.model import (
    AskedFirst,
    NotByPictures,
    NotOnThisPhone,
    Request,
    SecondPersonNeeded,
)
from groups.messages.model import Json
from groups.people.model.people import ActorRoles
from groups.people.model.refusals import NoSayYet
from groups.people.rules.rights import Right

SUBJECT: Final = "subject"


@dataclass(frozen=True, slots=True)
class SecondPerson:
    """Who may decide a request, and who is asked for it.

    `favours` and `named` are fields of the request's body that hold members' ids, or `SUBJECT`.
    """

    first: AskedFirst
    right: Right = Right.CONFIRM
    right_without_officers: Right | None = None  # if another right is needed then
    favours: tuple[str, ...] = ()  # members who may not be the second person
    named: tuple[str, ...] = ()  # members who are asked beside the office-bearers
    pictures_suffice: bool = False  # a yes may be said in a turn; never for leaving and money


@dataclass(frozen=True, slots=True)
class Case:
    """Another second person for the requests whose body holds this value in this field."""

    field: str
    value: Json
    second: SecondPerson


def second_of(request: Request, usual: SecondPerson, cases: tuple[Case, ...]) -> SecondPerson:
    """Return the second person of the first case that fits the request, else the usual one."""
    fits = (case.second for case in cases if request.body.get(case.field) == case.value)
    return next(fits, usual)


def right_of(second: SecondPerson, *, has_officers: bool) -> Right:
    """Return the right that deciding takes in a group with or without office-bearers."""
    if has_officers or second.right_without_officers is None:
        return second.right
    return second.right_without_officers


def is_for_officers(second: SecondPerson) -> bool:
    """Whether the facilitator is asked before all members, if no office-bearer can be."""
    return second.first in {AskedFirst.OFFICERS, AskedFirst.OFFICERS_ALONE}


def check_second(
    request: Request,
    second: SecondPerson,
    actor_roles: ActorRoles,
    *,
    is_yes: bool,
    phone_of: frozenset[str] = frozenset(),
) -> None:
    """Refuse a person who may not decide; the asker may withdraw her request with a no.

    `phone_of` is empty but in a turn: then it holds every id of the person who lent the phone. She
    counts as if she decided herself, as she may know the pictures (NotOnThisPhone). A yes in a turn
    is refused for most kinds (NotByPictures).
    """
    if is_asker(request, actor_roles) and not is_yes:
        return
    if not is_asker(request, actor_roles) and not _is_heard(actor_roles):
        raise NoSayYet
    if not is_second(request, second, actor_roles):
        raise SecondPersonNeeded
    if phone_of and not all(may_be_second(request, second, signs) for signs in phone_of):
        raise NotOnThisPhone
    if is_yes and phone_of and not second.pictures_suffice:
        raise NotByPictures


def is_second(request: Request, second: SecondPerson, actor_roles: ActorRoles) -> bool:
    """Whether this person may decide as the second person."""
    if is_asker(request, actor_roles) or not _is_heard(actor_roles):
        return False
    signs = actor_roles.member.id if actor_roles.member else actor_roles.person_id
    return may_be_second(request, second, signs)


def is_asker(request: Request, actor_roles: ActorRoles) -> bool:
    """Whether this person made the request."""
    mine = {actor_roles.person_id} | ({actor_roles.member.id} if actor_roles.member else set())
    return request.asked_by in mine


def may_be_second(request: Request, second: SecondPerson, signs: str) -> bool:
    """Whether who signs so may decide: she did not ask, and the request does not favour her."""
    favoured = {
        request.subject if field == SUBJECT else request.body[field] for field in second.favours
    }
    return signs != request.asked_by and signs not in favoured


def _is_heard(actor_roles: ActorRoles) -> bool:
    """Whether her yes or no counts: a facilitator's does, a member's once she has a say."""
    return actor_roles.member is None or actor_roles.has_say
