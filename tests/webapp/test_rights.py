"""Pages and forms for some kinds of person: refused or served; acts take effect.

tests/rights tries every route by every kind of person, on both engines.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from groups.disputes import acts as disputes
from groups.joining.acts import joining
from groups.meetings.acts import meetings
from groups.people.model.group import Group
from groups.people.model.people import Role
from groups.registers.model.meeting import Mark
from storage.database import Database
from tests.webapp.rows import kept
from tests.webapp.world import World, served

on_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
WHO = ("nobody", "stranger", "member", "officer", "facilitator", "left")
OK, UNKNOWN, REFUSED, NO_SESSION = 200, 404, 409, 401

# The answer to each person, in the order of WHO. Ids of the world fill the paths.
Row = tuple[int, ...]
ALL: Row = (NO_SESSION, UNKNOWN, OK, OK, OK, REFUSED)
MEMBERS_OWN: Row = (NO_SESSION, UNKNOWN, OK, OK, REFUSED, REFUSED)
OWN_RECORD: Row = (NO_SESSION, UNKNOWN, OK, OK, REFUSED, OK)
OFFICERS: Row = (NO_SESSION, UNKNOWN, REFUSED, OK, REFUSED, REFUSED)
LOOK: Row = (NO_SESSION, UNKNOWN, REFUSED, OK, OK, REFUSED)
HERSELF: Row = (NO_SESSION, OK, OK, OK, OK, OK)
OF_A_GROUP: Row = (NO_SESSION, REFUSED, OK, OK, REFUSED, REFUSED)
FIRST_TO_DECIDE: Row = (NO_SESSION, UNKNOWN, OK, REFUSED, REFUSED, REFUSED)  # later: decided
HEADS: Row = (NO_SESSION, UNKNOWN, UNKNOWN, UNKNOWN, OK, UNKNOWN)
FACILITATORS: Row = (NO_SESSION, UNKNOWN, REFUSED, REFUSED, OK, REFUSED)
TURNS: Row = (NO_SESSION, REFUSED, REFUSED, REFUSED, REFUSED, REFUSED)  # a phone's own session
NOTHING: Row = (NO_SESSION, *5 * (UNKNOWN,))
TURN_OFF: Row = (NO_SESSION, UNKNOWN, *4 * (REFUSED,))  # she has a phone of her own

GET: dict[str, Row] = {
    "/app/standing": ALL,
    "/app/points": OWN_RECORD,
    "/app/vouch": MEMBERS_OWN,
    "/app/passbook": OWN_RECORD,
    "/app/books": ALL,
    "/app/books/cash": LOOK,
    "/app/books/minutes": ALL,
    "/app/books/passbook": OWN_RECORD,
    "/app/register": LOOK,
    "/app/register/{meeting}": LOOK,
    "/app/meetings": ALL,
    "/app/meetings/{meeting}": ALL,
    "/app/waiting": ALL,
    "/app/settings": HERSELF,
    "/app/welcome": HERSELF,
    "/app/members": ALL,
    "/app/agreed": ALL,
    "/app/groups": (NO_SESSION, UNKNOWN, UNKNOWN, UNKNOWN, OK, UNKNOWN),
    "/app/disputes": FACILITATORS,
    "/app/groups/records": (NO_SESSION, UNKNOWN, UNKNOWN, UNKNOWN, OK, UNKNOWN),
    "/app/groups/disputes": (NO_SESSION, UNKNOWN, UNKNOWN, UNKNOWN, OK, UNKNOWN),
    "/app/proxies": LOOK,
    "/app/loans": ALL,
    "/app/loans/ask": ALL,
    "/app/loans/nosuch": NOTHING,
    "/app/turns": ALL,
    "/app/turns/{radha}": ALL,
    "/app/turns/{radha}/pin": ALL,
    "/app/turn/home": TURNS,
    "/app/turn/loans": TURNS,
    "/app/turn/loans/nosuch": TURNS,
    "/app/turn/vouch": TURNS,
    "/app/turn/points": TURNS,
    "/app/turn/passbook": TURNS,
    "/app/turn/waiting": TURNS,
    "/app/turn/consent": TURNS,
}
LOAN = {"amount": "100", "months": "3", "purpose": "trade", "fund": "own", "member": "{radha}"}
PICTURES = {"pin": "sun,moon,fish,pot", "again": "sun,moon,fish,pot"}
AGREED = {"meeting_day": "4", "clock": "11:00", "saving": "20", "language": "hi"}
POST: dict[str, tuple[dict[str, str], Row]] = {
    "/app/vouch/give": ({"member": "{radha}"}, MEMBERS_OWN),
    "/app/vouch/renew": ({"member": "{radha}"}, MEMBERS_OWN),
    "/app/vouch/withdraw": ({"member": "{radha}"}, MEMBERS_OWN),
    "/app/register/open": ({}, OFFICERS),
    "/app/register/{open}/take": ({}, OFFICERS),
    "/app/register/{open}/drop": ({}, OFFICERS),
    "/app/agreed": (AGREED, OFFICERS),
    "/app/books/ledger": ({"form": "pdf", "language": "hi"}, LOOK),
    "/app/members/add": ({"name": "Dulari"}, OFFICERS),
    "/app/members/role": ({"member": "{radha}", "role": "treasurer", "act": "given"}, LOOK),
    "/app/settings/language": ({"language": "en"}, HERSELF),
    "/app/settings/undo": ({"pending": "none"}, NOTHING),
    "/app/settings/withdraw": ({"group": "{group}"}, (*OF_A_GROUP[:-1], OK)),
    "/app/groups/records": (
        {"kept": "{radha}", "gone": "{request}", "reason": "one"},
        (NO_SESSION, *5 * (UNKNOWN,)),
    ),
    "/app/members/code": ({"member": "{radha}"}, LOOK),
    "/app/groups/{group}": ({}, ALL),
    "/app/groups/{newcomers}/admit": ({}, HEADS),
    "/app/groups/{newcomers}/refuse": ({}, HEADS),
    "/app/passbook/dispute": ({"entry": "x"}, (NO_SESSION, *3 * (UNKNOWN,), REFUSED, UNKNOWN)),
    "/app/turn/passbook/dispute": ({"entry": "x"}, TURNS),
    "/app/dispute": ({"period": "2026-07-31"}, OWN_RECORD),
    "/app/disputes/{dispute}": ({"state": "upheld", "reason": "It is so."}, FACILITATORS),
    "/app/waiting/{request}/confirm": ({}, FIRST_TO_DECIDE),
    "/app/waiting/{request}/decline": ({}, FIRST_TO_DECIDE),
    "/app/settings/tie": ({"member": "{radha}", "tie": "kin", "act": "declare"}, OF_A_GROUP),
    "/app/proxies": (
        {"giver": "{dulari}", "receiver": "{radha}"},
        (NO_SESSION, UNKNOWN, REFUSED, UNKNOWN, REFUSED, REFUSED),  # she is not confirmed yet
    ),
    "/app/proxies/{dulari}/confirm": ({}, (NO_SESSION, *5 * (UNKNOWN,))),
    "/app/proxies/{dulari}/strike": ({}, (NO_SESSION, *5 * (UNKNOWN,))),
    "/app/proxies/{dulari}/taken": ({}, (NO_SESSION, *5 * (UNKNOWN,))),
    "/app/proxies/{dulari}/kept": ({}, (NO_SESSION, *5 * (UNKNOWN,))),
    "/app/turns/{radha}": (PICTURES, TURN_OFF),
    "/app/turns/{radha}/pin": (PICTURES, ALL),
    "/app/turns/mine/allow": ({"allow": "on"}, MEMBERS_OWN),
    "/app/loans/preview": (LOAN, OFFICERS),
    "/app/loans/ask": (LOAN, (NO_SESSION, UNKNOWN, *4 * (REFUSED,))),  # she is too new
    "/app/loans/nosuch/vote": ({"vote": "yes"}, NOTHING),
    "/app/loans/nosuch/decide": ({"word": "approve"}, NOTHING),
    "/app/loans/nosuch/cancel": ({}, NOTHING),
    "/app/loans/nosuch/confirm": ({}, NOTHING),
    "/app/turn/loans/nosuch/vote": ({"vote": "yes"}, TURNS),
    "/app/turn/loans/nosuch/confirm": ({}, TURNS),
    "/app/turn/end": ({}, TURNS),
    "/app/turn/consent/agree": ({}, TURNS),
    "/app/turn/consent/withdraw": ({}, TURNS),
    "/app/turn/vouch/give": ({"member": "{radha}"}, TURNS),
    "/app/turn/vouch/renew": ({"member": "{radha}"}, TURNS),
    "/app/turn/vouch/withdraw": ({"member": "{radha}"}, TURNS),
    "/app/turn/dispute": ({"period": "2026-07-31"}, TURNS),
    "/app/turn/waiting/{request}/confirm": ({}, TURNS),
    "/app/turn/waiting/{request}/decline": ({}, TURNS),
    "/app/settings/leave": ({}, (NO_SESSION, REFUSED, OK, OK, REFUSED, OK)),
}
BY_REGISTER: dict[str, Row] = {
    "/app/register/{open}/close": OFFICERS,
    "/app/register/{meeting}/correct": LOOK,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """The village, a session for each person, and the ids that paths name."""

    world: World
    tokens: dict[str, str]
    ids: dict[str, str]

    async def status(self, method: str, path: str, who: str, form: dict[str, str]) -> int:
        """Return the status of the answer to a person."""
        filled = {name: value.format(**self.ids) for name, value in form.items()}
        answer = await self.world.ask(
            method, path.format(**self.ids), self.tokens[who], filled or None
        )
        return answer.status


async def _village(database: Database) -> tuple[World, tuple[Group, dict[str, str]]]:
    """Return a group in the week after its second meeting, and the ids that paths name."""
    world = World(database)
    await world.head("Asha")
    group = await world.found("Sunita", "Meena", "Radha", "Kamla", "Usha")
    await world.meet("Lali")
    await world.office("Meena", Role.SECRETARY, "Sunita", "Radha")
    for receiver in ("Meena", "Kamla", "Sunita"):
        await world.vouch(group, receiver, "Radha")
    await world.live(group, "Sunita", 1, ())
    newcomers = await world.found("Maya", "Kusum", chat_id=-9, admit=False)
    dulari = await world.write(
        joining.add_without_phone,
        world.people["Sunita"],
        group.id,
        "Dulari Devi",
        new_id=world.new_id,
        at=world.at,
    )
    marked = await world.write(
        disputes.ask,
        world.people["Meena"],
        group.id,
        "score:2026-07-31",
        new_id=world.new_id,
        at=world.at,
    )
    held = await world.read(meetings.list_meetings, world.people["Sunita"], group.id)
    is_open = await world.hold(group, "Sunita", is_closed=False)
    ids = {"meeting": held[0].id, "open": is_open, "radha": world.members["Radha"]}
    ids |= {"group": group.id, "newcomers": newcomers.id, "dispute": marked.id}
    ids |= {"request": dulari.request.id, "dulari": dulari.member.id}
    return world, (group, ids)


@pytest.fixture
async def asked(database: Database) -> AsyncIterator[Asked]:
    """Return the village, with a session for each person."""
    world, (group, ids) = await kept(database, "rights", _village)
    async with served(world):
        who = dict(zip(WHO[1:], ("Lali", "Kamla", "Sunita", "Asha", "Usha"), strict=True))
        tokens = {one: await world.open(name, group.start_token) for one, name in who.items()}
        await world.write(joining.leave, world.people["Usha"], new_id=world.new_id, at=world.at)
        yield Asked(world, {"nobody": "", **tokens}, ids)


@on_sqlite
@pytest.mark.parametrize("path", GET)
async def test_a_page_is_shown_to_those_who_may_see_it(asked: Asked, path: str) -> None:
    statuses = tuple([await asked.status("GET", path, who, {}) for who in WHO])

    assert statuses == GET[path]


@on_sqlite
@pytest.mark.parametrize("path", POST)
async def test_an_act_is_done_for_those_who_may_do_it(asked: Asked, path: str) -> None:
    form, wanted = POST[path]

    statuses = tuple([await asked.status("POST", path, who, form) for who in WHO])

    assert statuses == wanted


async def test_a_register_is_taken_from_those_who_may_hold_it(asked: Asked) -> None:
    for path, wanted in BY_REGISTER.items():
        of = asked.ids["open" if "open" in path else "meeting"]
        register = await asked.world.register(of, "Sunita", {"Radha": Mark.ABSENT})
        form = {f"mark-{line.member_id}": line.mark.value for line in register.lines}
        form |= {f"saved-{line.member_id}": str(line.saved // 100) for line in register.lines}
        form |= {"cash": str(register.cash_counted // 100), "reason": "She was away."}

        assert tuple([await asked.status("POST", path, who, form) for who in WHO]) == wanted


async def test_a_member_who_left_is_refused_with_her_old_session(asked: Asked) -> None:
    assert await asked.status("GET", "/app/vouch", "left", {}) == REFUSED


async def test_a_group_that_is_not_hers_reads_like_one_that_is_not_there(asked: Asked) -> None:
    world = asked.world
    hers = await world.get("/app/standing", asked.tokens["stranger"])
    nothing = await world.get("/app/standing", await world.open("Lali", "nosuchtoken"))

    assert (await hers.text(), hers.status) == (await nothing.text(), nothing.status)


async def test_a_meeting_of_another_group_reads_like_one_that_is_not_there(asked: Asked) -> None:
    world = asked.world
    other = await world.found("Lali", "Bela", "Champa", "Maya", chat_id=-7)
    token = await world.open("Lali", other.start_token)
    hers = await world.get(f"/app/meetings/{asked.ids['meeting']}", token)
    nothing = await world.get("/app/meetings/nosuchmeeting", token)

    assert (await hers.text(), hers.status) == (await nothing.text(), nothing.status)
    assert nothing.status == UNKNOWN


async def test_a_member_of_another_group_cannot_vouch_across(asked: Asked) -> None:
    world = asked.world
    other = await world.found("Lali", "Bela", "Champa", chat_id=-7)
    token = await world.open("Lali", other.start_token)

    answer = await world.post("/app/vouch/give", token, member=world.members["Radha"])

    assert answer.status == UNKNOWN


async def test_a_role_is_read_at_each_request(asked: Asked) -> None:
    before = await asked.status("POST", "/app/agreed", "member", AGREED)
    await asked.world.office("Kamla", Role.TREASURER, "Sunita", "Meena")

    assert (before, await asked.status("POST", "/app/agreed", "member", AGREED)) == (REFUSED, OK)
