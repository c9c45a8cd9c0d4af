"""A waiting request as one person may see it, and what a correction would change."""

from collections import Counter

from groups.approvals.model import Request, RequestKind
from groups.approvals.rules import is_asker
from groups.calendar.rules.days import day_in
from groups.deciding.model import Change, MoneyChange, Waits
from groups.funds.facts.approvals import parts_of
from groups.meetings.rules import register_of
from groups.messages.model import Facts
from groups.people.model.group import Group
from groups.people.model.people import ActorRoles
from groups.people.rules.rights import Right, may
from groups.people.store.members import select_members_ever
from groups.registers.facts import read_versions
from groups.registers.store.registers import KeptRegister
from storage.tx import Tx


def waits(
    tx: Tx, group: Group, actor_roles: ActorRoles, request: Request, card: Facts, *, is_open: bool
) -> Waits:
    """One request with the facts on its card; `is_open`: she may decide it.

    The changes of a correction are shown only to persons who may see registers.
    """
    day = day_in(group.zone, request.asked_at)
    is_hers = is_asker(request, actor_roles)
    if request.kind is RequestKind.SHARE_OUT and may(actor_roles, Right.SEE_BOOKS):
        return Waits(card, day, is_hers, is_open, parts=parts_of(tx, request))
    if request.kind is not RequestKind.REGISTER:
        return Waits(card, day, is_hers, is_open)
    if not may(actor_roles, Right.SEE_REGISTER):
        # A correction's reason may name a member: only those who may decide it read it.
        shown_card = card if is_open or is_hers else {**card, "reason": None}
        return Waits(shown_card, day, is_hers, is_open)
    stored_register = read_versions(tx, request.subject)[-1]
    changes, money = _changes(tx, stored_register, request), _money(tx, stored_register, request)
    return Waits(card, day, is_hers, is_open, changes, _cash(stored_register, request), money)


def _changes(tx: Tx, stored_register: KeptRegister, request: Request) -> tuple[Change, ...]:
    stands = {line.member_id: line for line in stored_register.register.lines}
    names = {m.id: m for m in select_members_ever(tx, request.group_id)}
    return tuple(
        Change(
            names[line.member_id].number,
            names[line.member_id].name,
            stands[line.member_id],
            line,
        )
        for line in register_of(request.body).lines
        if line != stands[line.member_id]
    )


def _money(tx: Tx, stored_register: KeptRegister, request: Request) -> tuple[MoneyChange, ...]:
    stands, would = (
        Counter(stored_register.register.money),
        Counter(register_of(request.body).money),
    )
    names = {m.id: m.name for m in select_members_ever(tx, request.group_id)}
    return tuple(
        MoneyChange(line.kind.value, line.amount, names.get(line.member_id or "", ""), is_new)
        for lines, is_new in ((stands - would, False), (would - stands, True))
        for line in lines.elements()
    )


def _cash(stored_register: KeptRegister, request: Request) -> tuple[int, int] | None:
    counted = (stored_register.register.cash_counted, register_of(request.body).cash_counted)
    return counted if counted[0] != counted[1] else None
