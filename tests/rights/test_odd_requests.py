"""Every door of the web app, tried with what no browser sends: it never breaks, nothing changes."""

import json
import re
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from init_data_py import sign

import webapp
from groups.registers.model.meeting import Mark
from storage.health import Health
from tests.rights import table_of_web as table
from tests.rights.odd import (
    BODIES,
    HEADERS,
    NAMES,
    ODD_PARTS,
    UNHURRIED,
    USERS,
    VALUES,
    form_of,
    header_values,
    json_values,
    odd_text,
    request_of,
    status_of,
)
from tests.rights.scene import KINDS, Scene
from tests.rights.test_web import Rehearsed
from tests.webapp.world import BOT_TOKEN, World, served
from webapp import hook, operator
from webapp.operator import operator_door, operator_key
from webapp.server import make_web

SECRET: Final = "s3cret-secret"
WHO: Final = ("president", "facilitator", "member", "stranger")
BROKEN: Final = 500
on_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
UNREAD: Final = 400
ENDLESS: Final = frozenset({"content-length", "transfer-encoding", "expect", "upgrade"})
SHORT, LONG = 0.2, 30.0  # seconds to wait for an answer: a request may promise more than it sends
both_engines = pytest.mark.parametrize("engine", ["sqlite", "postgresql"], indirect=True)
UNREADABLE: Final = ("no boundary", "boundary not met", "odd charset", "part travels oddly")


@dataclass(frozen=True, slots=True)
class Doors:
    """The web app over the village, with every door that bot.py opens, and a session a person."""

    scene: Scene
    tokens: Mapping[str, str]
    registers: Mapping[str, Mapping[str, str]]
    routes: list[str]

    @property
    def world(self) -> World:
        """Return the village."""
        return self.scene.world

    def form(self, path: str, row: table.Row) -> dict[str, str]:
        """Return the form as a browser sends it."""
        if row.form is table.REGISTER:
            return {**self.registers["meeting" if "{meeting}" in path else "closed"]}
        return {name: value.format(**self.scene.ids, own="own") for name, value in row.form.items()}

    async def ask(
        self,
        who: str,
        method: str,
        address: str | bytes,
        headers: Mapping[str, str],
        body: bytes = b"",
    ) -> int:
        """Send a request with a person's session; return the answer's status."""
        session = {"Authorization": f"Bearer {self.tokens[who]}", "X-Fragment": "1"}
        merged = (session | dict(headers)).items()
        patience = SHORT if ENDLESS & {name.lower() for name in headers} else LONG
        request = request_of(method, address, merged, body)
        return await status_of(self.world.base, request, patience=patience)


class Village(Rehearsed):
    """The village's database, with every act undone."""

    async def health(self) -> Health:
        """Return how the database does."""
        return await self._database.health()


def doors_of() -> tuple[Any, ...]:
    """Return the doors besides the pages: the webhook's and the operator's."""
    return (
        hook.hook(SECRET, lane=lambda _: 1, wake=lambda: None),
        operator_door(BOT_TOKEN, wake=lambda: None),
    )


@pytest.fixture
async def doors(scene: Scene) -> AsyncIterator[Doors]:
    """Return all doors, over a village that stays as it is."""
    world = scene.world
    registers = {it: await _register(scene, scene.ids[it]) for it in ("meeting", "closed")}
    async with served(world):
        tokens = {who: await world.open(KINDS[who], scene.ids["token"]) for who in WHO}
    books: Any = Village(world.database)
    async with served(world, doors_of(), front=replace(world.front(), database=books)):
        yield Doors(scene, tokens, registers, routes(world))


async def _register(scene: Scene, meeting_id: str) -> dict[str, str]:
    register = await scene.world.register(meeting_id, "Sunita", {"Radha": Mark.ABSENT})
    form = {f"mark-{line.member_id}": line.mark.value for line in register.lines}
    form |= {f"saved-{line.member_id}": str(line.saved // 100) for line in register.lines}
    member = scene.ids["radha"]
    more = {"more-other_in-0-amount": "5", "more-other_in-0-member": member, "piece-10": "1"}
    more |= {
        f"fine-{member}-late": "5",
        f"pay-loanlent-{member}": "5",
        f"settle-{member}": "rest=5",
    }
    return form | more | {"cash": str(register.cash_counted // 100), "reason": "She was away."}


def posts(scene: Scene) -> Iterator[tuple[str, str]]:
    """Return every form's address as it stands in the table, and filled in."""
    for path in table.FORMS:
        yield path, path.format(**scene.ids)


def routes(world: World) -> list[str]:
    """Return the addresses of all routes, with {names} for what varies in them."""
    resources = [it.resource for it in make_web(world.front(), doors_of()).router.routes()]
    return sorted({it.canonical for it in resources if it is not None})


def data_of(name: str) -> int:
    """Return where the values begin that are tried for a field: each field gets others."""
    return sum(name.encode()) % 9


# --- bodies ---------------------------------------------------------------------------------------


# The library forgets to close a file whose part breaks; it is closed when it is collected.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("path", ["/app/opening", "/app/vouch/give", "/app/agreed"])
@on_sqlite
async def test_no_odd_body_breaks_a_form(doors: Doors, path: str) -> None:
    answers = {
        name: await doors.ask("president", "POST", path, headers, body)
        for name, (headers, body) in BODIES.items()
    }

    assert {name: status for name, status in answers.items() if status >= BROKEN} == {}


@pytest.mark.parametrize("name", UNREADABLE)
@on_sqlite
async def test_a_body_that_is_no_form_is_told_so_by_every_form(doors: Doors, name: str) -> None:
    headers, body = BODIES[name]
    answers = {
        address: await doors.ask("president", "POST", address, headers, body)
        for path, address in posts(doors.scene)
        if table.FORMS[path].form and not path.startswith("/app/turn/")
    }

    assert {address: status for address, status in answers.items() if status != UNREAD} == {}


@on_sqlite
async def test_what_cannot_be_read_is_told_in_her_language(doors: Doors) -> None:
    headers, body = BODIES["no boundary"]
    token = {"Authorization": f"Bearer {doors.tokens['president']}"}
    url = f"{doors.world.base}/app/vouch/give"
    async with doors.world.client.post(url, data=body, headers={**headers, **token}) as answer:
        assert "जो भेजा गया, वह पढ़ा नहीं जा सका। कुछ भी दर्ज नहीं हुआ।" in await answer.text()


def test_one_place_alone_reads_the_bodies_of_forms() -> None:
    parsing = re.compile(r"request\.(?:post|multipart|json|text|read|content)\b")
    sources = Path(webapp.__file__).parent.rglob("*.py")

    assert [it.name for it in sources if parsing.search(it.read_text())] == ["forms.py"]


# --- values ---------------------------------------------------------------------------------------


@settings(max_examples=100, suppress_health_check=UNHURRIED)
@given(st.data())
@both_engines
async def test_no_odd_value_breaks_a_form(doors: Doors, data: st.DataObject) -> None:
    path, address = data.draw(st.sampled_from(list(posts(doors.scene))))
    form = doors.form(path, table.FORMS[path])
    for _ in range(data.draw(st.integers(1, 3))):
        name = data.draw(st.sampled_from([*form, *NAMES]))
        if data.draw(st.booleans()):
            name = data.draw(odd_text)
        form[name] = data.draw(odd_text)
    headers, body = form_of(form)

    status = await doors.ask(data.draw(st.sampled_from(WHO)), "POST", address, headers, body)

    assert status < BROKEN, (address, form)


@on_sqlite
async def test_each_odd_value_is_borne_by_each_field(doors: Doors) -> None:
    broken = []
    for path, address in posts(doors.scene):
        form = doors.form(path, table.FORMS[path])
        for name in sorted(form):
            for value in VALUES[data_of(name) :: 9]:
                headers, body = form_of(form | {name: value})
                if await doors.ask("president", "POST", address, headers, body) >= BROKEN:
                    broken.append((address, name, value))

    assert broken == []


# --- addresses and headers ------------------------------------------------------------------------


@settings(max_examples=100, suppress_health_check=UNHURRIED)
@given(st.data())
@both_engines
async def test_no_odd_address_breaks_a_page(doors: Doors, data: st.DataObject) -> None:
    methods = st.sampled_from(["GET", "POST", "HEAD", "PUT", "OPTIONS", "DELETE", "X", "get"])
    part = st.sampled_from(ODD_PARTS) | odd_text.map(lambda text: quote(text, errors="ignore"))
    route = data.draw(st.sampled_from(doors.routes))
    parts = [data.draw(part) if "{" in it else it for it in route.split("/")]
    if data.draw(st.booleans()):
        parts[data.draw(st.integers(1, len(parts) - 1))] = data.draw(part)
    names = st.sampled_from(NAMES) | part
    query = "&".join(
        f"{data.draw(names)}={data.draw(part)}" for _ in range(data.draw(st.integers(0, 3)))
    )
    address = "/".join(parts) + (f"?{query}" if query else "")
    odd_headers = data.draw(st.dictionaries(st.sampled_from(HEADERS), header_values, max_size=2))
    headers = {**odd_headers}
    method, who = data.draw(methods), data.draw(st.sampled_from(WHO))

    status = await doors.ask(who, method, address, headers)

    # That the scene's clock does not tick is an answer of this one.
    told_ill = route == "/healthz" and status == HTTPStatus.SERVICE_UNAVAILABLE
    assert status < BROKEN or told_ill, (method, address, headers)


@on_sqlite
async def test_no_odd_time_breaks_the_books(doors: Doors) -> None:
    addresses = [
        f"/app/{page}?first={first}&last={last}&member={odd}&before={odd}"
        for odd in [*map(quote, VALUES), *ODD_PARTS]
        for page in ("books/cash", "books/passbook", "passbook")
        for first, last in (("0001-01-01", odd), (odd, odd))
    ]
    statuses = {it: await doors.ask("president", "GET", it, {}) for it in addresses}

    assert {it: status for it, status in statuses.items() if status >= BROKEN} == {}


# --- the other doors ------------------------------------------------------------------------------


@settings(max_examples=60, suppress_health_check=UNHURRIED)
@given(json_values, st.sampled_from(sorted(BODIES)), st.booleans())
@on_sqlite
async def test_nothing_breaks_the_webhooks_door(
    doors: Doors, value: Any, name: str, is_odd: bool
) -> None:
    headers, body = BODIES[name] if is_odd else ({}, json.dumps(value).encode())
    secret = {hook.SECRET_HEADER: SECRET}

    assert await doors.ask("stranger", "POST", hook.PATH, {**headers, **secret}, body) < BROKEN


@on_sqlite
async def test_nothing_breaks_the_operators_door(doors: Doors) -> None:
    key = {"Authorization": f"Bearer {operator_key(BOT_TOKEN)}"}
    addresses = [f"{operator.PATH}?update_id={it}" for it in [*map(quote, VALUES), *ODD_PARTS]]
    statuses = {it: await doors.ask("stranger", "POST", it, key) for it in addresses}

    assert {it: status for it, status in statuses.items() if status >= BROKEN} == {}


@settings(max_examples=60, suppress_health_check=UNHURRIED)
@given(st.data())
@both_engines
async def test_launch_data_of_whomever_open_or_are_refused(
    doors: Doors, data: st.DataObject
) -> None:
    user = {"id": 5000, "first_name": "Lali", "language_code": "hi"}
    user |= data.draw(st.dictionaries(st.sampled_from(["id", *USERS]), json_values, max_size=3))
    start = data.draw(odd_text.map(lambda text: text[:50]))
    fields = {"user": json.dumps(user), "start_param": start.encode(errors="ignore").decode()}
    headers = {"Authorization": f"tma {sign(fields, BOT_TOKEN)}"}

    status = await doors.ask("stranger", "POST", "/app/session", headers)

    assert status < BROKEN, fields


@both_engines
async def test_an_account_that_cannot_be_kept_opens_nothing(doors: Doors) -> None:
    numbers: tuple[Any, ...] = (
        2**63,
        2**64,
        10**400,
        -1,
        0,
        -(2**63),
        1.5,
        "5",
        None,
        True,
        [5],
        {},
    )
    statuses = [await _opened(doors, {"id": number, "first_name": "Lali"}) for number in numbers]

    assert statuses == [UNREAD] * len(numbers)


async def _opened(doors: Doors, user: object) -> int:
    raw = sign({"user": json.dumps(user)}, BOT_TOKEN)

    return await doors.ask("stranger", "POST", "/app/session", {"Authorization": f"tma {raw}"})
