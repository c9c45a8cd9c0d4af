"""What a group shares out: read as it stands, recorded in one entry by two persons, and told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, LiteralString

from groups.model.deed import Deed
from groups.model.group import Group
from groups.model.loan import LoanFund
from groups.model.people import Member, MemberState
from groups.model.refusals import Refusal
from groups.model.refusals_of_loans import NotEnoughCash
from groups.model.second_person import Request
from groups.model.sharing import Basis, Part, Payout, ShareOut
from groups.rules.days import day_in
from groups.rules.sharing import earned, postings, share_out, shares_of
from groups.store import status
from groups.store.loan_record import free_money
from groups.store.loans import select_loans_of_group
from groups.store.members import select_members, select_members_ever
from groups.store.outbox import Facts, Json, Urgency, say_to_group, say_to_person
from ledger.accounts import cash_box, savings
from ledger.balances import balances_of
from ledger.books import post
from ledger.chain import link
from ledger.model import Entry, Reason
from storage.tx import Tx, Value, micros

# The facts in the chain, in the order in which they are inserted.
SHARE_OUTS: Final[LiteralString] = (
    "SELECT group_id, id, day, payout, basis, total, paid, by_id, second_id, recorded_at"
    " FROM share_outs"
)


@dataclass(frozen=True, slots=True)
class Sharable:
    """What could be shared out now, in paise, and the members who would have a part."""

    earned: int
    payable: int  # of the group's own money, from the box, beside what is promised to loans
    whose: tuple[tuple[Member, int], ...]  # with her savings


def select_sharable(tx: Tx, group_id: str) -> Sharable:
    """What could be shared out now; the group must be locked where something is decided."""
    kept = {name: amount.minor for name, amount in balances_of(tx, group_id).items()}
    own = free_money(tx, group_id, select_loans_of_group(tx, group_id))[LoanFund.OWN]
    whose = (
        (member, kept.get(savings(member.id), 0))
        for member in select_members(tx, group_id)
        if member.state is not MemberState.WAITING
    )
    return Sharable(
        earned=earned(kept),
        payable=max(0, min(own, kept.get(cash_box(), 0))),
        whose=tuple((member, amount) for member, amount in whose if amount > 0),
    )


def shared_now(sharable: Sharable, group: Group, payout: Payout, basis: Basis) -> ShareOut:
    """Each one's part as things stand; refused where nothing is there, or not in the box."""
    parts = [
        Part(
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
    """What waits for the second person: how it is shared, and each one's part."""
    parts: list[Json] = [[it.member_id, it.amount, it.paid] for it in shared.parts]
    return {
        "payout": shared.payout.value,
        "basis": shared.basis.value,
        "total": shared.total,
        "paid": shared.paid,
        "parts": parts,
    }


def wish_of(body: Mapping[str, Any]) -> tuple[Payout, Basis]:
    """How it was asked to be shared out."""
    return Payout(body["payout"]), Basis(body["basis"])


def parts_of(tx: Tx, request: Request) -> tuple[Part, ...]:
    """Each one's part as it waits for the second person; what she has beside it is not told."""
    names = {member.id: member for member in select_members_ever(tx, request.group_id)}
    return tuple(
        Part(member_id, names[member_id].number, names[member_id].name, 0, 0, amount, paid)
        for member_id, amount, paid in request.body["parts"]
    )


def apply_share_out(tx: Tx, deed: Deed, request: Request) -> bool:
    """Record what two persons have decided; False where it is not so any more as it was shown."""
    group = deed.group
    try:
        shared = shared_now(select_sharable(tx, group.id), group, *wish_of(request.body))
    except Refusal:
        return False
    if body_of(shared) != request.body:
        return False
    day = day_in(group.zone, deed.at)
    key = f"share-out:{request.id}"
    why = (Reason.SHARE_OUT, day, postings(shared), request.asked_by)
    post(tx, Entry(key, group.id, *why), at=deed.at)
    _insert(tx, deed, request, shared, day)
    _say(tx, deed, request, shared)
    status.want(tx, group.id, deed.at)
    return True


def _insert(tx: Tx, deed: Deed, request: Request, shared: ShareOut, day: date) -> None:
    row: dict[str, Value] = {
        "day": day.isoformat(),
        "payout": shared.payout.value,
        "basis": shared.basis.value,
        "total": shared.total,
        "paid": shared.paid,
        "by_id": request.asked_by,
        "second_id": deed.by_id,
        "recorded_at": micros(deed.at),
    }
    tx.run(
        "INSERT INTO share_outs (id, group_id, day, payout, basis, total, paid, by_id, second_id,"
        " recorded_at) VALUES (:id, :group_id, :day, :payout, :basis, :total, :paid, :by_id,"
        " :second_id, :recorded_at)",
        id=request.id,
        group_id=deed.group.id,
        **row,
    )
    facts = tuple(value for value in row.values() if isinstance(value, str | int))
    link(tx, deed.group.id, "share_outs", request.id, facts, at=deed.at)


def _say(tx: Tx, deed: Deed, request: Request, shared: ShareOut) -> None:
    """Tell the group what was shared out in all, and each her own part."""
    group, key = deed.group, f"share-out:{request.id}"
    told: Facts = {
        "group": group.name,
        "payout": shared.payout.value,
        "basis": shared.basis.value,
        "total": shared.total,
        "paid": shared.paid,
        "members": len(shared.parts),
    }
    how: dict[str, Any] = {"urgency": Urgency.MONEY, "is_money": True, "at": deed.at}
    say_to_group(tx, group.id, "shared_out", told, key=key, **how)
    persons = {member.id: member.person_id for member in select_members(tx, group.id)}
    for part in shared.parts:
        hers: Facts = {
            **told,
            "amount": part.amount,
            "her_paid": part.paid,
            "balance": part.savings + part.amount - part.paid,
        }
        to = persons[part.member_id]
        say_to_person(tx, to, "shared_out_hers", hers, key=f"{key}:{part.member_id}", **how)
