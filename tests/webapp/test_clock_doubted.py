"""While the machine's clock is not believed the mini-app says so; a register waits on the phone."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace

import pytest
from playwright.async_api import Browser

from groups.meetings.acts import meetings
from groups.registers.model.meeting import MeetingState
from storage.database import Database
from tests.webapp.phone import phone
from tests.webapp.world import NAMES, World, served

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@dataclass
class Trusted:
    """A world whose clock is believed until a test says otherwise."""

    world: World
    group_id: str
    is_right: bool = True
    dated: list[object] = field(default_factory=list)

    async def may_date(self) -> bool:
        """Whether the clock is believed."""
        return self.is_right


@pytest.fixture
async def trusted(database: Database) -> AsyncIterator[Trusted]:
    """Return a group with an open register, served by a clock that a test may doubt."""
    world = World(database)
    await world.head("Asha")
    group = await world.found(*NAMES[:5])
    await world.hold(group, "Sunita", is_closed=False)
    for name in ("Sunita", "Meena"):
        await world.speaks(name, "en")
    trust = Trusted(world, group.id)
    front = replace(world.front(), may_date=trust.may_date, dated=trust.dated.append)
    async with served(world, front=front):
        yield trust


@pytest.mark.parametrize(
    "path", ["/app/points", "/app/standing", "/app/turn/vouch", "/app/waiting"]
)
async def test_each_page_says_it(trusted: Trusted, path: str) -> None:
    token = await trusted.world.open("Meena")
    trusted.is_right = False
    answer = await trusted.world.get(path, token)

    assert (answer.status, answer.headers["Retry-After"], answer.headers["X-Why"]) == (
        503,
        "10",
        "clock",
    )
    assert "The clock of Saakh's computer is wrong" in await answer.text()


async def test_it_is_said_in_her_language(trusted: Trusted) -> None:
    await trusted.world.speaks("Meena", "hi")
    token = await trusted.world.open("Meena")
    trusted.is_right = False

    assert "कंप्यूटर की घड़ी गलत है" in await (await trusted.world.get("/app/points", token)).text()


@pytest.mark.parametrize("token", ["", "forged.token"])
async def test_who_has_no_session_is_told_it_too(trusted: Trusted, token: str) -> None:
    trusted.is_right = False

    assert (await trusted.world.get("/app/points", token)).status == 503


async def test_nothing_is_recorded_meanwhile(trusted: Trusted) -> None:
    token = await trusted.world.open("Meena")
    trusted.is_right = False
    answer = await trusted.world.post("/app/settings/language", token, language="hi")

    assert (answer.status, trusted.dated) == (503, [])


async def test_a_launch_is_neither_refused_nor_recorded(trusted: Trusted) -> None:
    trusted.is_right = False
    headers = {"Authorization": f"tma {trusted.world.launch('Meena')}"}
    session = f"{trusted.world.base}/app/session"
    async with trusted.world.client.post(session, headers=headers) as answer:
        assert (answer.status, answer.headers["X-Why"]) == (503, "clock")


async def test_a_register_stays_on_the_phone_and_goes_when_the_clock_is_right(
    trusted: Trusted, chromium: Browser
) -> None:
    async with phone(trusted.world, chromium) as hers:
        await hers.open("Sunita", "/app/register")
        await hers.page.fill("#cash", "100")
        trusted.is_right = False
        await hers.page.click(".foot button")
        await hers.page.wait_for_selector("#notice[data-said=kept]:visible")
        before = await _states(trusted)
        trusted.is_right = True
        await hers.page.wait_for_selector("h1:has-text('closed')")
        hers.trouble.clear()  # the browser names each answer of 503

    assert before == [MeetingState.OPEN]
    assert await _states(trusted) == [MeetingState.CLOSED]


async def test_the_notice_of_the_phone_names_the_clock(trusted: Trusted, chromium: Browser) -> None:
    trusted.is_right = False
    async with phone(trusted.world, chromium) as hers:
        await hers.page.goto(trusted.world.base + "/app" + hers.hash("Meena"))
        await hers.page.wait_for_selector("#notice[data-said=clock]:visible")
        words = await hers.page.inner_text("#notice")
        hers.trouble.clear()

    assert "घड़ी" in words or "clock" in words


async def _states(trusted: Trusted) -> list[MeetingState]:
    world = trusted.world
    held = await world.read(meetings.list_meetings, world.people["Sunita"], trusted.group_id)
    return [it.state for it in held]
