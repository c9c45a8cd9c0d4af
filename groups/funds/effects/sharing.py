"""A share-out: computed, recorded in one entry on two persons' word, and announced."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from groups.approvals.model import Request
from groups.calendar.rules.days import day_in
from groups.funds.facts.free_money import Sharable, select_sharable
from groups.funds.model.refusals import NotEnoughSavings
from groups.funds.model.sharing import UNDONE, Basis, Payout, SharedOut, ShareOut, ShareOutPart
from groups.funds.rules.sharing import parts_in, postings, share_out, shares_of
from groups.funds.store import ShareOutAct, insert_share_out, select_standing
from groups.messages.effects import say_to_group, say_to_person
from groups.messages.model import Facts, Json, Urgency
from groups.messages.store import pinned_message as status
from groups.people.model.deed import Deed
from groups.people.model.group import Group
from groups.people.model.refusals import Refusal
from groups.people.store.members import select_member, select_members_ever
from groups.registers.model.refusals import NotEnoughCash
from ledger.accounts import savings
from ledger.balances import balances_of
from ledger.books import entry_of, post, reverse
from ledger.model import Entry, Reason
from storage.tx import Tx


def shared_now(sharable: Sharable, group: Group, payout: Payout, basis: Basis) -> ShareOut:
    """Each member's part as of now; NothingToShare, or NotEnoughCash for the box."""
    parts = [
        ShareOutPart(
            member.id,
            member.number,
            member.name,
            amount,
            amount if basis is Basis.SAVINGS else shares_of(amount, group.saving),
        )
        for member, amount in sharable.whose
    ]
    shared = share_out(payout, basis, parts, sharable.earned)
    if shared.paid > sharable.payable:
        raise NotEnoughCash(sharable.payable)
    return shared


def body_of(shared: ShareOut) -> dict[str, Json]:
    """The body of a share-out request: how it is shared, and each member's part."""
    parts: list[Json] = [[it.member_id, it.amount, it.paid] for it in shared.parts]
    return {
        "payout": shared.payout.value,
        "basis": shared.basis.value,
        "total": shared.total,
        "paid": shared.paid,
        "parts": parts,
    }


def wish_of(body: Mapping[str, Any]) -> tuple[Payout, Basis]:
    """The payout and the basis that a request's body asks for."""
    return Payout(body["payout"]), Basis(body["basis"])


def decide_share_out(tx: Tx, deed: Deed, request: Request, *, is_yes: bool) -> bool:
    """Carry out a decision on a share-out or its reversal; False if the facts have changed."""
    return not is_yes or apply_share_out(tx, deed, request)


def apply_share_out(tx: Tx, deed: Deed, request: Request) -> bool:
    """Record a confirmed share-out; False if the parts differ now from those that were shown."""
    group = deed.group
    if request.body["payout"] == UNDONE:
        return _undo(tx, deed, request)
    try:
        payout, basis = wish_of(request.body)
        shared = shared_now(select_sharable(tx, group.id), group, payout, basis)
    except Refusal:
        return False
    if body_of(shared) != request.body:
        return False
    day = day_in(group.zone, deed.at)
    entry = Entry(
        key=_key(request.id),
        group_id=group.id,
        reason=Reason.SHARE_OUT,
        day=day,
        postings=postings(shared),
        by=request.asked_by,
    )
    post(tx, entry, at=deed.at, zone=deed.group.zone)
    _insert(tx, deed, request, day)
    parts_by_member = {part.member_id: (part.amount, part.paid) for part in shared.parts}
    _say(tx, deed, request, parts_by_member)
    status.upsert_wanted(tx, group.id, deed.at)
    return True


def undo_of(tx: Tx, group_id: str, last: SharedOut) -> dict[str, Json]:
    """The body of a request to reverse a share-out.

    NotEnoughSavings if a member's savings would fall below 0.
    """
    stands = balances_of(tx, group_id)
    parts = _parts_of_entry(tx, group_id, last.id)
    for member_id, (amount, paid) in parts.items():
        has = stands[savings(member_id)].minor
        if has - amount + paid < 0:
            member = select_member(tx, member_id)
            assert member is not None, "members are never deleted"
            raise NotEnoughSavings(member.name, has)
    return {
        "payout": UNDONE,
        "basis": last.basis.value,
        "total": last.total,
        "paid": last.paid,
        "parts": [[member_id, -amount, -paid] for member_id, (amount, paid) in parts.items()],
        "undoes": last.id,
    }


def _undo(tx: Tx, deed: Deed, request: Request) -> bool:
    """Reverse the entry of the last share-out; False if a member has spent her part."""
    group_id, last = deed.group.id, select_standing(tx, deed.group.id)
    assert last is not None, "asking for anything else lets this lapse"
    try:
        undo_of(tx, group_id, last)
    except NotEnoughSavings:
        return False
    day = day_in(deed.group.zone, deed.at)
    reverse(
        tx,
        group_id,
        _key(last.id),
        day=day,
        by=request.asked_by,
        memo=request.word_id,
        at=deed.at,
        zone=deed.group.zone,
    )
    _insert(tx, deed, request, day)
    parts = _parts_of_entry(tx, group_id, last.id)
    _say(tx, deed, request, {who: (-amount, -paid) for who, (amount, paid) in parts.items()})
    status.upsert_wanted(tx, group_id, deed.at)
    return True


def _parts_of_entry(tx: Tx, group_id: str, share_out_id: str) -> dict[str, tuple[int, int]]:
    entry = entry_of(tx, group_id, _key(share_out_id))
    assert entry is not None, "a share-out is recorded with its entry"
    return parts_in(entry.postings)


def _key(share_out_id: str) -> str:
    return f"share-out:{share_out_id}"


def _insert(tx: Tx, deed: Deed, request: Request, day: date) -> None:
    body = request.body
    act = ShareOutAct(
        id=request.id,
        group_id=deed.group.id,
        day=day,
        payout=body["payout"],
        basis=body["basis"],
        total=body["total"],
        paid=body["paid"],
        by_id=request.asked_by,
        second_id=deed.by_id,
    )
    insert_share_out(tx, act, at=deed.at)


def _say(tx: Tx, deed: Deed, request: Request, parts: Mapping[str, tuple[int, int]]) -> None:
    """Announce the total to the group, and to each member her own part."""
    group, key = deed.group, _key(request.id)
    facts: Facts = {
        "group": group.name,
        **{name: request.body[name] for name in ("payout", "basis", "total", "paid")},
        "members": len(parts),
    }
    say_to_group(
        tx,
        group.id,
        "shared_out",
        facts,
        key=key,
        urgency=Urgency.MONEY,
        at=deed.at,
    )
    stands = balances_of(tx, group.id)
    persons = {member.id: member.person_id for member in select_members_ever(tx, group.id)}
    for member_id, (amount, paid) in parts.items():
        balance = stands[savings(member_id)].minor
        hers: Facts = {**facts, "amount": amount, "her_paid": paid, "balance": balance}
        say_to_person(
            tx,
            persons[member_id],
            "shared_out_hers",
            hers,
            key=f"{key}:{member_id}",
            urgency=Urgency.MONEY,
            is_money=True,
            at=deed.at,
        )
