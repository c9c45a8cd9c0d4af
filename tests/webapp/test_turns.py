"""A member's turn on another's phone, over the wire: its pages, its one act, its end."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from groups.joining.acts import joining, leaving
from groups.people.model.group import Group
from groups.people.model.people import MemberState
from groups.people.store.members import select_member
from groups.vouches.acts import vouching
from storage.database import Database
from tests.webapp.lent import PICTURES, WRONG, choose, enter, turn
from tests.webapp.world import World, served
from webapp.server import make_web
from webapp.turns import PREFIX, REACHED

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@dataclass(slots=True)
class Shared:
    """Sunita's phone over the wire, with a real-time clock that tests move."""

    world: World
    group: Group
    own: str = ""
    now: datetime = NOON

    async def turn(self, name: str = "Radha") -> str:
        """Begin a member's turn; return its token."""
        return await turn(self.world, self.own, name)

    async def words(self, name: str) -> set[str]:
        """Return the member ids of those for whom a member vouches."""
        board = await self.world.read(
            vouching.my_board, self.world.people[name], self.group.id, at=self.world.at
        )
        return {row.member_id for row in board.rows if row.stands}


@pytest.fixture
async def shared(database: Database) -> AsyncIterator[Shared]:
    """Return a group in which Radha has chosen her PIN on Sunita's phone."""
    world = World(database)
    await world.head()
    group = await world.found("Sunita", "Meena", "Radha", "Kamla", "Anju", "Usha")
    await world.vouch(group, "Radha", "Kamla")
    await choose(world, group, "Radha")
    shared_group = Shared(world, group)
    front = replace(world.front(), real_now=lambda: shared_group.now)
    async with served(world, front=front):
        shared_group.own = await world.open("Sunita", group.start_token)
        yield shared_group


async def add_dulari(shared: Shared) -> str:
    """Add the member Dulari, who has no phone; return her member id."""
    world = shared.world
    sunita, at = world.people["Sunita"], world.at
    added = await world.write(
        joining.add_without_phone, sunita, shared.group.id, "Dulari", new_id=world.new_id, at=at
    )
    await world.decide("Meena", added.request.id)
    world.members["Dulari"] = added.member.id
    return added.member.id


async def test_the_list_offers_a_turn_to_whoever_has_chosen_her_pictures(shared: Shared) -> None:
    page = await (await shared.world.get("/app/turns", shared.own)).text()

    offered = re.findall(r'href="/app/turns/([a-z0-9]+)"', page)
    assert offered == [shared.world.members["Radha"]]


async def test_pictures_are_chosen_on_the_phone_at_hand(shared: Shared) -> None:
    path = f"/app/turns/{await add_dulari(shared)}/pin"
    before = await (await shared.world.get("/app/turns", shared.own)).text()
    await shared.world.post(path, shared.own, pin=PICTURES, again=PICTURES)

    waiting = await (await shared.world.get("/app/turns", shared.own)).text()
    assert (path in before, path in waiting) == (True, False)


async def test_her_own_pictures_count_at_once_and_her_turn_is_hers_to_allow(
    shared: Shared,
) -> None:
    world = shared.world
    hers, kamla = await world.open("Kamla", shared.group.start_token), world.members["Kamla"]
    chosen = await world.post(f"/app/turns/{kamla}/pin", hers, pin=PICTURES, again=PICTURES)
    refused = await enter(world, shared.own, "Kamla")
    await world.post("/app/turns/mine/allow", hers, allow="on")
    opened = await enter(world, shared.own, "Kamla")
    await world.post("/app/turns/mine/allow", hers, allow="off")

    assert (chosen.status, refused.status, opened.status) == (200, 409, 200)
    assert (await enter(world, shared.own, "Kamla")).status == 409


async def test_pictures_that_differ_the_second_time_are_refused(shared: Shared) -> None:
    path = f"/app/turns/{shared.world.members['Kamla']}/pin"

    assert (await shared.world.post(path, shared.own, pin=PICTURES, again=WRONG)).status == 409


async def test_her_first_page_says_whose_turn_it_is(shared: Shared) -> None:
    begun = await enter(shared.world, shared.own, "Radha")

    assert (begun.headers["Content-Location"], "Radha" in await begun.text()) == (
        "/app/turn/home",
        True,
    )


async def test_wrong_pictures_begin_nothing(shared: Shared) -> None:
    refused = await enter(shared.world, shared.own, "Radha", WRONG)

    assert (refused.status, "X-Turn" in refused.headers) == (409, False)


async def test_her_word_is_hers_and_not_that_of_the_phones_holder(shared: Shared) -> None:
    before = await shared.words("Sunita"), await shared.words("Radha")
    usha = shared.world.members["Anju"]
    await shared.world.post("/app/turn/vouch/give", await shared.turn(), member=usha)

    after = await shared.words("Sunita"), await shared.words("Radha")
    assert (after[0], after[1] - before[1]) == (before[0], {usha})


async def test_the_answer_to_her_act_is_the_last_page_of_her_turn(shared: Shared) -> None:
    anju = shared.world.members["Anju"]
    answer = await shared.world.post("/app/turn/vouch/give", await shared.turn(), member=anju)

    page = await answer.text()
    assert (answer.headers["X-Turn"], "Anju" in page, "/app/vouch" in page, "Usha" in page) == (
        "",
        True,
        False,
        False,
    )


async def test_a_turn_has_one_act(shared: Shared) -> None:
    token, anju = await shared.turn(), shared.world.members["Anju"]
    await shared.world.post("/app/turn/vouch/give", token, member=anju)

    again = await shared.world.post("/app/turn/vouch/withdraw", token, member=anju)

    assert (again.status, again.headers["X-Turn"], anju in await shared.words("Radha")) == (
        409,
        "",
        True,
    )


async def test_after_her_act_nothing_of_hers_is_shown(shared: Shared) -> None:
    token, anju = await shared.turn(), shared.world.members["Anju"]
    await shared.world.post("/app/turn/vouch/give", token, member=anju)

    assert (await shared.world.get("/app/turn/passbook", token)).status == 409


async def test_what_is_refused_is_no_act(shared: Shared) -> None:
    token, anju = await shared.turn(), shared.world.members["Anju"]
    await shared.world.post("/app/turn/vouch/give", token, member=shared.world.members["Radha"])

    answer = await shared.world.post("/app/turn/vouch/give", token, member=anju)

    assert answer.status == 200


async def test_a_turn_ends_after_three_minutes(shared: Shared) -> None:
    token = await shared.turn()
    shared.now += timedelta(minutes=3)

    answer = await shared.world.get("/app/turn/vouch", token)

    assert (answer.status, answer.headers["X-Turn"]) == (409, "")


async def test_a_turn_is_ended_by_its_button(shared: Shared) -> None:
    token = await shared.turn()
    ended = await shared.world.post("/app/turn/end", token)

    after = await shared.world.get("/app/turn/vouch", token)
    assert (ended.headers["X-Turn"], after.status) == ("", 409)


@pytest.mark.parametrize("path", ["standing", "settings", "register", "members", "turns", "groups"])
async def test_a_turn_does_not_reach_the_phones_own_pages(shared: Shared, path: str) -> None:
    assert (await shared.world.get(f"/app/{path}", await shared.turn())).status == 404


@pytest.mark.parametrize("path", ["standing", "register", "members", "nothing"])
async def test_no_other_page_stands_within_a_turn(shared: Shared, path: str) -> None:
    assert (await shared.world.get(f"/app/turn/{path}", await shared.turn())).status == 404


async def test_the_phones_own_session_does_nothing_within_a_turn(shared: Shared) -> None:
    before = await shared.words("Sunita")
    anju = shared.world.members["Anju"]
    answer = await shared.world.post("/app/turn/vouch/give", shared.own, member=anju)

    assert (answer.status, await shared.words("Sunita")) == (409, before)


@pytest.mark.parametrize("path", ["home", "vouch", "points", "passbook", "waiting"])
async def test_every_address_on_a_page_of_a_turn_is_within_it(shared: Shared, path: str) -> None:
    page = await (await shared.world.get(f"/app/turn/{path}", await shared.turn())).text()

    assert set(re.findall(r'"(/app/\w+/?)', page)) == {"/app/turn/"}


async def test_what_a_turn_reaches_is_there(database: Database) -> None:
    app = make_web(World(database).front())
    known = {
        (route.method, route.resource.canonical) for route in app.router.routes() if route.resource
    }

    assert [
        (method, path)
        for method, path in REACHED
        if (method, PREFIX + re.sub(r":[^}]*", "", path)) not in known
    ] == []


@pytest.mark.parametrize(("phone", "status"), [("Sunita", 409), ("Meena", 200)])
async def test_she_confirms_in_her_turn_on_a_phone_that_did_not_ask(
    shared: Shared, phone: str, status: int
) -> None:
    world = shared.world
    dulari = await add_dulari(shared)
    await world.post(f"/app/turns/{dulari}/pin", shared.own, pin=PICTURES, again=PICTURES)
    token = await turn(world, await world.open(phone, shared.group.start_token), "Radha")
    page = await (await world.get("/app/turn/waiting", token)).text()
    confirm = re.findall(r'action="(/app/turn/waiting/[a-z0-9]+/confirm)"', page)
    answer = await world.post(confirm[0], token)

    listed = await (await world.get("/app/turns", shared.own)).text()
    is_set = f'href="/app/turns/{dulari}"' in listed
    assert (answer.status, is_set) == (status, status == 200)


async def test_she_for_whom_a_witness_spoke_agrees_herself_in_her_turn(shared: Shared) -> None:
    world = shared.world
    await add_dulari(shared)
    await choose(world, shared.group, "Dulari")
    world.at += timedelta(hours=1)
    token = await shared.turn("Dulari")
    asked = await (await world.get("/app/turn/consent", token)).text()
    await world.post("/app/turn/consent/agree", token)

    again = await (await world.get("/app/turn/consent", await shared.turn("Dulari"))).text()
    agree = "/app/turn/consent/agree"
    assert (agree in asked, agree in again) == (True, False)


async def test_consent_taken_back_in_a_turn_asks_a_second_person(shared: Shared) -> None:
    world = shared.world
    answer = await world.post("/app/turn/consent/withdraw", await shared.turn())
    before = await world.read(select_member, world.members["Radha"])
    hers = await world.open("Meena", shared.group.start_token)
    page = await (await world.get("/app/waiting", hers)).text()
    [confirm] = re.findall(r'action="(/app/waiting/[a-z0-9]+/confirm)"', page)
    await world.post(confirm, hers)
    after = await world.read(select_member, world.members["Radha"])

    assert (answer.status, answer.headers["X-Turn"]) == (200, "")
    assert before is not None
    assert after is not None
    assert (before.state, after.state) == (MemberState.ACTIVE, MemberState.LEFT)


async def test_what_is_asked_about_her_she_stops_in_her_turn(shared: Shared) -> None:
    world = shared.world
    dulari = await add_dulari(shared)
    await choose(world, shared.group, "Dulari")
    await world.write(
        leaving.ask,
        world.people["Sunita"],
        dulari,
        is_dead=True,
        new_id=world.new_id,
        at=world.at,
    )
    opened = await enter(world, shared.own, "Dulari")
    token, first = opened.headers["X-Turn"], await opened.text()
    page = await (await world.get("/app/turn/pending", token)).text()
    [stop] = re.findall(r'action="(/app/turn/pending/[a-z0-9]+/stop)"', page)
    answer = await world.post(stop, token)
    said, hers = await answer.text(), await (await world.get("/app/pending", shared.own)).text()

    assert "1 thing is asked about you" in first or "1 बात माँगी गई है" in first
    assert (answer.status, answer.headers["X-Turn"], 'class="card said' in said) == (200, "", True)
    assert "/stop" not in hers
    assert await world.read(
        lambda tx: tx.rows("SELECT state, changed_by FROM pending_changes")
    ) == [("stopped", dulari)]


async def test_two_sets_of_pictures_on_one_phone_erase_nobody(shared: Shared) -> None:
    world = shared.world
    await add_dulari(shared)
    await choose(world, shared.group, "Dulari")
    await world.post("/app/turn/consent/withdraw", await shared.turn("Dulari"))
    token = await shared.turn("Radha")
    page = await (await world.get("/app/turn/waiting", token)).text()
    [confirm] = re.findall(r'action="(/app/turn/waiting/[a-z0-9]+/confirm)"', page)
    refused = await world.post(confirm, token)
    dulari = await world.read(select_member, world.members["Dulari"])

    assert dulari is not None
    assert (refused.status, dulari.state) == (409, MemberState.ACTIVE)


async def test_a_word_by_hand_is_recorded_and_settled_over_the_wire(shared: Shared) -> None:
    world = shared.world
    dulari, anju = await add_dulari(shared), world.members["Anju"]
    for _ in range(2):
        await world.post("/app/proxies", shared.own, giver=dulari, receiver=anju)
    hers = await world.open("Asha", shared.group.start_token)
    listed = await (await world.get("/app/groups", hers)).text()
    asked = await (await world.get("/app/waiting", hers)).text()
    page = await (await world.get("/app/proxies", hers)).text()
    (confirm,) = re.findall(r'action="(/app/proxies/[a-z0-9]+/confirm)"', page)
    settled = await (await world.post(confirm, hers)).text()

    assert ("दूसरे के हाथ से 1 साख" in listed, "/app/proxies" in asked) == (True, True)
    assert "Dulari" in settled


async def test_a_word_by_hand_is_taken_back_over_the_wire(shared: Shared) -> None:
    radha, anju = shared.world.members["Radha"], shared.world.members["Anju"]

    back = await shared.world.post(
        "/app/proxies", shared.own, giver=radha, receiver=anju, act="back"
    )

    assert back.status == 409  # she has a PIN of her own
