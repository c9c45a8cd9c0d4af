"""The second person: what waits in the group, in words, and her yes or no."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from aiohttp import web

from groups.approvals.model import Request, RequestKind
from groups.approvals.rules import is_asker
from groups.calendar.rules.days import day_in
from groups.deciding import acts as second_person
from groups.funds.effects.sharing import parts_of
from groups.funds.model.sharing import Part
from groups.meetings.effects.corrections import register_of
from groups.people.facts.door import see
from groups.people.model.group import Group
from groups.people.model.people import Actor, Standing
from groups.people.rules.rights import Act, may
from groups.people.store.members import select_members_ever
from groups.registers.facts import read_versions
from groups.registers.model.meeting import RegisterLine
from groups.registers.store.registers import KeptRegister
from groups.vouches.acts import proxies
from storage.tx import Tx
from webapp.asking import actor, do, fragment, group_id, look, new_id, now

routes = web.RouteTableDef()


@dataclass(frozen=True, slots=True)
class Change:
    """What a correction would change for one member."""

    number: int
    name: str
    before: RegisterLine
    after: RegisterLine

    @property
    def paid_before(self) -> int:
        """What stands as paid, in paise."""
        return self.before.saved + self.before.extra

    @property
    def paid_after(self) -> int:
        """What would stand as paid, in paise."""
        return self.after.saved + self.after.extra


@dataclass(frozen=True, slots=True)
class MoneyChange:
    """A line of a meeting's money that would be taken out, or come in; whose, if somebody's."""

    kind: str
    amount: int
    name: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Waits:
    """A request as one person sees it; `changes` only for those who may see registers."""

    card: Mapping[str, object]
    day: date
    is_hers: bool
    may_decide: bool
    changes: tuple[Change, ...] = ()
    cash: tuple[int, int] | None = None  # counted: what stands, what would
    money: tuple[MoneyChange, ...] = ()
    parts: tuple[Part, ...] = ()  # of what is shared out, for those who keep the books


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """What waits, the oldest first."""

    requests: tuple[Waits, ...]
    is_member: bool
    proxies: int  # words by another's hand that wait for her, a facilitator


@routes.get("/waiting")
async def waiting(request: web.Request) -> web.Response:
    """Show what waits for a second person."""
    return await _page(request, decided=None)


@routes.post("/waiting/{one:[a-z0-9]+}/{word:confirm|decline}")
async def decide(request: web.Request) -> web.Response:
    """Confirm or decline a request; who asked takes it back by a no."""
    decided, _ = await do(
        request,
        second_person.decide,
        actor(request),
        request.match_info["one"],
        request.match_info["word"] == "confirm",
        new_id=new_id(request),
        at=now(request),
    )
    return await _page(request, decided=decided.request)


async def _page(request: web.Request, *, decided: Request | None) -> web.Response:
    page, language = await look(request, _read, actor(request), group_id(request), now(request))
    return fragment(
        "web/waiting.html",
        language,
        requests=page.requests,
        is_member=page.is_member,
        proxies=page.proxies,
        decided=decided,
    )


def _read(tx: Tx, asker: Actor, of_group: str, at: datetime) -> WaitingPage:
    requests = second_person.waiting(tx, asker, of_group)
    hers = {one.id for one in second_person.mine_to_decide(tx, asker, of_group)}
    group, standing = see(tx, asker, of_group)
    return WaitingPage(
        tuple(_waits(tx, group, standing, one, is_open=one.id in hers) for one in requests),
        is_member=standing.member is not None,
        proxies=len(proxies.waiting(tx, asker, of_group, at=at)),
    )


def _waits(tx: Tx, group: Group, standing: Standing, request: Request, *, is_open: bool) -> Waits:
    card = second_person.read_card(tx, group, request)
    day = day_in(group.zone, request.asked_at)
    is_hers = is_asker(request, standing)
    if request.kind is RequestKind.SHARE_OUT and may(standing, Act.SEE_BOOKS):
        return Waits(card, day, is_hers, is_open, parts=parts_of(tx, request))
    if request.kind is not RequestKind.REGISTER:
        return Waits(card, day, is_hers, is_open)
    if not may(standing, Act.SEE_REGISTER):
        # A correction's reason may tell of one member: it is read by those who decide alone.
        told = card if is_open or is_hers else {**card, "reason": None}
        return Waits(told, day, is_hers, is_open)
    kept = read_versions(tx, request.subject)[-1]
    changes, money = _changes(tx, kept, request), _money(tx, kept, request)
    return Waits(card, day, is_hers, is_open, changes, _cash(kept, request), money)


def _changes(tx: Tx, kept: KeptRegister, request: Request) -> tuple[Change, ...]:
    stands = {line.member_id: line for line in kept.register.lines}
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


def _money(tx: Tx, kept: KeptRegister, request: Request) -> tuple[MoneyChange, ...]:
    stands, would = Counter(kept.register.money), Counter(register_of(request.body).money)
    names = {m.id: m.name for m in select_members_ever(tx, request.group_id)}
    return tuple(
        MoneyChange(line.kind.value, line.amount, names.get(line.member_id or "", ""), is_new)
        for lines, is_new in ((stands - would, False), (would - stands, True))
        for line in lines.elements()
    )


def _cash(kept: KeptRegister, request: Request) -> tuple[int, int] | None:
    counted = (kept.register.cash_counted, register_of(request.body).cash_counted)
    return counted if counted[0] != counted[1] else None
