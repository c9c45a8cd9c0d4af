"""Claim a record on her own phone: an officer's code, her claim, a second person's decision."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from groups.approvals.effects import ask_second
from groups.approvals.model import RequestKind, RequestState, SecondPersonNeeded
from groups.approvals.store import select_waiting_request, update_request
from groups.joining import store
from groups.joining.effects import memberships
from groups.joining.effects.moves import begin_move
from groups.joining.facts.approvals import CLAIM, MOVE
from groups.joining.model import TooManyTries, TwoRecords, read_code
from groups.joining.rules.claims import STANDS_FOR, TRIES, TRIES_WITHIN, code_digest, code_of
from groups.joining.store import ClaimCode
from groups.pending.effects import end_pending_of
from groups.pending.facts import check_not_stopped
from groups.people.facts.door import enter, signature, standing_in
from groups.people.facts.names import read_group, read_member
from groups.people.model.deed import Deed
from groups.people.model.group import Group
from groups.people.model.people import Actor, Member, MemberState
from groups.people.model.refusals import NotFound
from groups.people.rules.rights import Right, may
from groups.people.store.consents import select_last_consent
from groups.people.store.facilitators import select_facilitator
from groups.people.store.members import select_member, select_membership
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class CodeMade:
    """A code to be read to a member; it is shown only this once."""

    group: Group
    member: Member
    code: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Claimed:
    """The member whose record she claimed; a second person is asked."""

    group: Group
    member: Member


@dataclass(frozen=True, slots=True)
class WrongCode:
    """No record has this code; `tries_left` is how many more she may try for now."""

    tries_left: int


def make_code(
    tx: Tx, actor: Actor, member_id: str, *, new_id: Callable[[], str], at: datetime
) -> CodeMade:
    """Make the one code with which a member gets her record on her own or a new phone.

    It is valid for 24 hours and replaces an older one. Nobody makes one for herself
    (SecondPersonNeeded). After a move was stopped, the same side waits (StoppedBefore).
    """
    unlocked_member = select_member(tx, member_id)
    if unlocked_member is None:
        raise NotFound
    group, actor_roles = enter(tx, actor, unlocked_member.group_id, Right.MAKE_CLAIM_CODE)
    member = read_member(tx, member_id)
    if member.state not in {MemberState.ACTIVE, MemberState.FROZEN}:
        raise NotFound
    if member.person_id == actor.person_id:
        raise SecondPersonNeeded
    check_not_stopped(tx, Deed(group, signature(actor_roles), new_id, at), MOVE.kind, member)
    claim_code = ClaimCode(member.id, group.id, signature(actor_roles), at + STANDS_FOR)
    code = code_of(new_id())
    while store.is_code_of_another(tx, code_digest(code), member.id):
        code = code_of(new_id())
    store.upsert_code(tx, claim_code, code_digest(code))
    return CodeMade(group, member, code, claim_code.until)


def claim(
    tx: Tx, actor: Actor, text: str, *, new_id: Callable[[], str], at: datetime
) -> Claimed | WrongCode:
    """Claim a record with a code: a second person is asked whether it is she; the code is used up.

    If the record is entered by an account or by pictures, its owner or the facilitator is notified
    at once, and the move waits. The code of one who may make none any more is a wrong code. A
    wrong code is counted; after five in an hour she must wait (TooManyTries). TwoRecords if she is
    a member already, or a facilitator.
    """
    tx.lock(f"person:{actor.person_id}")
    tries, since = store.select_tries(tx, actor.person_id, at=at)
    if tries >= TRIES:
        raise TooManyTries(since + TRIES_WITHIN)
    _check_has_no_record(tx, actor)
    code = store.select_code(tx, code_digest(read_code(text) or ""), at=at)
    member = _member_of(tx, code) if code else None
    if code is None or member is None:
        store.upsert_tries(tx, actor.person_id, tries + 1, since)
        return WrongCode(TRIES - tries - 1)
    group = read_group(tx, code.group_id)
    store.delete_code(tx, member.id)
    store.delete_tries(tx, actor.person_id)
    deed = Deed(group, code.made_by, new_id, at)
    _let_older_lapse(tx, deed, member)
    asked = ask_second(tx, deed, CLAIM, member.id, {"person_id": actor.person_id})
    begin_move(tx, deed, member, asked.request)
    return Claimed(group, member)


def agree(tx: Tx, actor: Actor, *, new_id: Callable[[], str], at: datetime) -> Member:
    """Record her own consent after a spoken one; a second tap changes nothing."""
    member = select_membership(tx, actor.person_id)
    if member is None:
        raise NotFound
    group, _ = enter(tx, actor, member.group_id, Right.AGREE)
    if select_last_consent(tx, member.id) != ("given", "self"):
        memberships.consent_herself(tx, Deed(group, member.id, new_id, at), member)
    return member


def _member_of(tx: Tx, code: ClaimCode) -> Member | None:
    """Lock the group, and return the member; None if she has left, or the code is void.

    It is void once whoever made it may make none any more.
    """
    tx.lock(f"group:{code.group_id}")
    maker = select_member(tx, code.made_by)
    maker_id = maker.person_id if maker else code.made_by
    maker_roles = standing_in(tx, maker_id, read_group(tx, code.group_id))
    member = select_member(tx, code.member_id)
    if member is None or member.state is MemberState.LEFT:
        return None
    return member if may(maker_roles, Right.MAKE_CLAIM_CODE) else None


def _check_has_no_record(tx: Tx, actor: Actor) -> None:
    mine = select_membership(tx, actor.person_id)
    if mine is not None:
        raise TwoRecords(read_group(tx, mine.group_id).name, mine.number)
    if select_facilitator(tx, actor.person_id) is not None:
        raise TwoRecords("", 0)


def _let_older_lapse(tx: Tx, deed: Deed, member: Member) -> None:
    """Let earlier claims of this record lapse: the newest code counts."""
    older = select_waiting_request(tx, deed.group.id, RequestKind.CLAIM, member.id)
    if older is not None:
        update_request(tx, older.id, RequestState.LAPSED, decided_by=deed.by_id, at=deed.at)
        end_pending_of(tx, deed, older)
