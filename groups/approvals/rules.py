"""Who may decide a request as its second person."""

from groups.approvals.model import LOAN_CHANGES, Request, RequestKind, SecondPersonNeeded
from groups.people.model.people import Standing
from groups.people.rules.rights import Act

_FOR_OFFICERS = LOAN_CHANGES | {
    RequestKind.REGISTER,
    RequestKind.CLAIM,
    RequestKind.CUTOFF,
    RequestKind.SHARE_OUT,
}


def act_of(request: Request, *, has_officers: bool) -> Act:
    """The right that a person needs to decide this request.

    An office-bearer confirms a member who was not seen in the chat, while the group has one.
    """
    if request.kind is RequestKind.CLAIM or tells_of_a_death(request):
        return Act.CONFIRM_CLAIM
    if request.kind in LOAN_CHANGES:
        return Act.CONFIRM_LOAN_CHANGE
    if request.kind is RequestKind.SHARE_OUT:
        return Act.SHARE_OUT
    if request.kind is RequestKind.CUTOFF:
        return Act.TAKE_OVER_BOOKS
    is_joining = request.kind is RequestKind.MEMBER and is_for_officers(request)
    return Act.CONFIRM_JOINING if is_joining and has_officers else Act.CONFIRM


def is_for_officers(request: Request) -> bool:
    """Whether an office-bearer or the facilitator decides, if there is one besides the asker."""
    is_joining = request.kind is RequestKind.MEMBER and request.body.get("how") == "joined"
    return is_joining or tells_of_a_death(request) or request.kind in _FOR_OFFICERS


def tells_of_a_death(request: Request) -> bool:
    """Whether the request ends a membership because the member has died."""
    return bool(request.body.get("is_dead"))


def check_second(request: Request, standing: Standing, *, is_yes: bool) -> None:
    """Refuse a person who may not decide; the asker may withdraw her request with a no."""
    if is_asker(request, standing) and not is_yes:
        return
    if not is_second(request, standing):
        raise SecondPersonNeeded


def is_second(request: Request, standing: Standing) -> bool:
    """Whether this person may decide as the second person."""
    if is_asker(request, standing):
        return False
    return standing.member is None or may_be_second(request, standing.member.id)


def is_asker(request: Request, standing: Standing) -> bool:
    """Whether this person made the request."""
    mine = {standing.person_id} | ({standing.member.id} if standing.member else set())
    return request.asked_by in mine


def may_be_second(request: Request, member_id: str) -> bool:
    """Whether this member may decide: not the asker, and not a member whom it favours.

    Kinship lowers what two members may do for each other: either of them may confirm that it
    exists, but only a third member that it has ended. An office is confirmed by another member than
    its holder, a PIN by another than its owner, a change of a loan by another than the borrower.
    """
    if member_id == request.asked_by:
        return False
    body = request.body
    if request.kind is RequestKind.CLAIM or tells_of_a_death(request):
        return member_id != request.subject
    if request.kind is RequestKind.KINSHIP and body["act"] == "ended":
        return member_id not in {body["one_id"], body["other_id"]}
    if request.kind is RequestKind.ROLE and body["act"] == "given":
        return bool(member_id != body["member_id"])
    if request.kind is RequestKind.PIN:
        return bool(member_id != body["member_id"])
    if request.kind in LOAN_CHANGES:
        return bool(member_id != body["borrower_id"])
    return True
