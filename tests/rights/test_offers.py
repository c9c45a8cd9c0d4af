"""Menus, cards and pages offer nobody what is refused for who she is.

Every offer is followed: each command of the menu, each button under a message to her, each link
and form of her pages, as far as they lead.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import pytest
from telegram import BotCommandScopeAllPrivateChats

from groups.approvals.store import select_waiting_requests
from groups.deciding import acts as deciding
from groups.joining.acts import joining
from groups.people.acts import persons as people
from handlers.menus import SCOPES
from storage.tx import Tx
from tests.rights.offers import IDS, Chat, Offers, Pages
from tests.rights.rehearsal import Stage, everything, said_after
from tests.rights.scene import KINDS, Scene
from tests.rights.test_concerned import founded, has_kin_in_it, is_in_it, waits, was_in_it
from tests.rights.test_web import Rehearsed
from tests.webapp.world import served

# Every offer is read anew from the village; tests/rights/test_web.py runs on both engines.
pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

MENU: Final = (*SCOPES[BotCommandScopeAllPrivateChats()], "start")
FOUNDERS: Final = ("Kusum", "Parvati", "Maya")  # of groups that have not begun
EVERYBODY: Final = (*KINDS.values(), *FOUNDERS)


def as_it_is(_tx: Tx, _scene: Scene) -> None:
    """Change nothing."""


def an_officer_rests(tx: Tx, scene: Scene) -> None:
    """Freeze the secretary, who has asked for loans and holds an office."""
    world = scene.world
    secretary = world.members["Meena"]
    joining.freeze(tx, world.people["Bina"], secretary, new_id=world.new_id, at=world.at)


def a_member_has_no_say(tx: Tx, scene: Scene) -> None:
    """Confirm the newcomer, who was in no meeting yet."""
    world = scene.world
    requests = select_waiting_requests(tx, scene.ids["group"])
    [hers] = [it for it in requests if it.subject == world.members["Anju"]]
    sunita = world.people["Sunita"]
    deciding.decide(tx, sunita, hers.id, True, new_id=world.new_id, at=world.at)


VILLAGES: Final[dict[Callable[[Tx, Scene], None], tuple[str, ...]]] = {
    as_it_is: EVERYBODY,
    an_officer_rests: ("Meena",),
    a_member_has_no_say: ("Anju",),
    founded: ("Bina", "Asha"),
    was_in_it: ("Bina",),
    waits: ("Bina",),
    is_in_it: ("Bina",),
    has_kin_in_it: ("Bina",),
}
in_villages = pytest.mark.parametrize(
    ("village", "name"),
    [(village, name) for village, names in VILLAGES.items() for name in names],
    ids=lambda it: it if isinstance(it, str) else it.__name__,
)


@in_villages
async def test_her_menu_and_her_cards_offer_only_what_she_may(
    scene: Scene, village: Callable[[Tx, Scene], None], name: str
) -> None:
    await scene.world.write(village, scene)
    offers = await (await chat_of(scene)).follow(name, MENU)

    assert offers.wrong == {}
    assert len(offers.made_by) >= len(MENU) + 2


async def test_what_was_sent_to_her_offers_only_what_she_may(scene: Scene) -> None:
    chat = await chat_of(scene)
    said = await scene.world.read(said_after, 0)
    changed_since = {KINDS["frozen"], KINDS["left"]}  # the cards came while they were members
    wrong = {
        name: offers.wrong
        for name in EVERYBODY
        if name not in changed_since
        if (offers := await chat.follow_cards(name, said)).wrong
    }

    assert wrong == {}


@pytest.mark.parametrize("link", ["", "token"], ids=["her own", "by a link"])
@in_villages
async def test_her_pages_offer_only_what_she_may(
    scene: Scene, village: Callable[[Tx, Scene], None], name: str, link: str
) -> None:
    await scene.world.write(village, scene)
    offers = await pages_of(scene, name, scene.ids.get(link, ""))

    assert offers.wrong == {}
    assert len(offers.made_by) >= 2


@pytest.mark.parametrize("name", EVERYBODY)
async def test_a_page_that_a_message_offers_is_hers_or_her_first(scene: Scene, name: str) -> None:
    chat = await chat_of(scene)
    offered = (await chat.follow(name, MENU)).pages
    wrong = {}
    for page in (*offered, "/register", "/groups", "/disputes", "/opening", "/nothing"):
        opened = await opened_by(scene, name, f"{scene.ids['token']}-{page.removeprefix('/')}")
        async with served(scene.world):
            answer = await scene.world.get(opened["page"], opened["token"])
        if answer.status != 200:
            wrong[page] = (opened["page"], answer.status)

    assert wrong == {}


async def test_the_walk_finds_what_is_offered_to_the_wrong_woman(scene: Scene) -> None:
    chat = await chat_of(scene)
    card = next(it for it in await scene.world.read(said_after, 0) if it.kind == "confirm_member")
    stranger = (await scene.world.read(people.person_of, scene.telegram_id("stranger"))) or None
    assert stranger is not None
    offers = await chat.follow_cards("Lali", (replace(card, person_id=stranger.person_id),))

    assert set(offers.wrong.values()) == {"not_found (from confirm_member)"}


async def chat_of(scene: Scene) -> Chat:
    """Return the private chats of a village, in which nothing that is done stays done."""
    stage = await Stage.open(scene)
    stage.looks_at_all = False
    ids = await scene.world.read(lambda tx: frozenset(IDS.findall(everything(tx))))
    return Chat(scene, stage, ids)


async def pages_of(scene: Scene, name: str, link: str) -> Offers:
    """Follow the pages of a person's mini-app, opened by a link or by itself."""
    world = scene.world
    opened = await opened_by(scene, name, link)
    books: Any = Rehearsed(world.database)
    async with served(world, front=replace(world.front(), database=books)):
        return await Pages(world, books).follow(opened["token"], opened["page"])


async def opened_by(scene: Scene, name: str, link: str) -> dict[str, str]:
    """Open the mini-app; return the session's token and its first page."""
    world = scene.world
    headers = {"Authorization": f"tma {world.launch(name, link)}"}
    async with (
        served(world),
        world.client.post(f"{world.base}/app/session", headers=headers) as answer,
    ):
        opened: dict[str, str] = await answer.json()
    return opened
