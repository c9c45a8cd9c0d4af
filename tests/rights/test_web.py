"""Every page and every form of the mini-app, tried by every kind of person."""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import pytest
from aiohttp.web_urldispatcher import AbstractResource

from groups.people.model.refusals import Refusal
from groups.registers.model.meeting import Mark
from storage.database import Database
from storage.tx import Tx
from tests.rights import table_of_web as table
from tests.rights.rehearsal import digest
from tests.rights.scene import KINDS, OUTSIDE, Scene
from tests.rights.test_chat import LACKING
from tests.webapp.world import served
from webapp.server import make_web

NO_SESSION: Final = 401
NOT_FOUND: Final = 404
CONFLICT: Final = 409


class Undone(Exception):
    """Carries an act's result out of a transaction that is rolled back."""

    def __init__(self, result: Any) -> None:
        super().__init__()
        self.result = result


class Rehearsed:
    """The database, with every act undone; it notes the last refusal, and whether one acted."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.refused = ""
        self.has_acted = False

    async def read(self, act: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Read by a use case."""
        return await self._noted(self._database.read(act, *args, **kwargs))

    async def write(self, act: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Carry out an act, and undo it."""

        def whole(tx: Tx) -> Any:
            raise Undone(act(tx, *args, **kwargs))

        try:
            return await self._noted(self._database.write(whole))
        except Undone as undone:
            self.has_acted = True
            return undone.result

    async def _noted(self, asked: Any) -> Any:
        try:
            return await asked
        except Refusal as refusal:
            self.refused = refusal.code
            raise


@dataclass(frozen=True, slots=True)
class Asked:
    """A page's answer: its status, its text, and the code of the refusal if there is one."""

    status: int
    words: str
    refused: str


class Web:
    """The mini-app over the village, with a session for each kind of person."""

    def __init__(
        self, scene: Scene, books: Rehearsed, registers: dict[str, dict[str, str]]
    ) -> None:
        self.scene = scene
        self.tokens: dict[str, str] = {}
        self.strangers: dict[str, str] = {}
        self._books = books
        self._registers = registers

    async def ask(self, kind: str, method: str, path: str, row: table.Row) -> Asked:
        """Let a person ask for a page, or send its form."""
        form = self._form(path, row)
        ids = self.scene.ids | {"own": self.scene.world.members.get(KINDS.get(kind, ""), "")}
        return await self._send(self.tokens[kind], method, path, form, ids)

    def _form(self, path: str, row: table.Row) -> Mapping[str, str]:
        if row.form is table.REGISTER:
            return self._registers["meeting" if "{meeting}" in path else "closed"]
        return row.form

    async def ask_for_nothing(self, kind: str, method: str, path: str, row: table.Row) -> Asked:
        """Let a person ask with ids that do not exist, by a link of a group that does not exist."""
        ids = dict.fromkeys((*self.scene.ids, "own"), "aaaaaaaaaa")
        form = self._form(path, row)
        return await self._send(self.strangers[kind], method, path, form, ids)

    async def _send(
        self, token: str, method: str, path: str, form: Mapping[str, str], ids: dict[str, str]
    ) -> Asked:
        self._books.refused = ""
        filled = {name: value.format(**ids) for name, value in form.items()}
        answer = await self.scene.world.ask(method, path.format(**ids), token, filled or None)
        refused = self._books.refused
        if not refused and answer.status == NOT_FOUND:
            refused = "not_found"
        if not refused and answer.status == NO_SESSION:
            refused = "no_session"
        if not refused and answer.status == CONFLICT:
            refused = "something else"  # refused before any database call
        return Asked(answer.status, await answer.text(), refused)


@pytest.fixture
async def web(scene: Scene) -> AsyncIterator[Web]:
    """Return the mini-app, served over the village."""
    world = scene.world
    books: Any = Rehearsed(world.database)
    registers = {it: await filled_in(scene, scene.ids[it]) for it in ("meeting", "closed")}
    made = Web(scene, books, registers)
    for kind, name in KINDS.items():
        made.tokens[kind] = world.session_in(name, scene.ids["group"])
        made.strangers[kind] = world.session_in(name, "")
    async with served(world, front=replace(world.front(), database=books)):
        yield made


async def test_whoever_may_not_see_a_page_or_send_a_form_is_refused(web: Web, engine: str) -> None:
    before = await web.scene.world.read(digest, engine)
    wrong = {
        f"{kind}: {method} {path}": (asked.status, asked.refused)
        for method, path, row in rows()
        for kind in KINDS
        if kind not in row.may
        and (asked := await web.ask(kind, method, path, row)).refused
        not in LACKING | row.told | {"no_session"}
    }

    assert wrong == {}
    assert await web.scene.world.read(digest, engine) == before


async def test_whoever_may_is_not_refused_for_who_she_is(web: Web) -> None:
    wrong = {
        f"{kind}: {method} {path}": (asked.status, asked.refused)
        for method, path, row in rows()
        for kind in row.may
        if (asked := await web.ask(kind, method, path, row)).refused in LACKING | {"no_session"}
    }

    assert wrong == {}


async def test_what_is_not_hers_reads_like_what_is_not_there(web: Web) -> None:
    different = {
        f"{kind}: {method} {path}": (hers.status, nothing.status, hers.refused, nothing.refused)
        for method, path, row in rows()
        for kind in OUTSIDE - row.may
        if not row.told
        if (hers := await web.ask(kind, method, path, row))
        != (nothing := await web.ask_for_nothing(kind, method, path, row))
    }

    assert different == {}


async def test_nobody_is_answered_without_a_session(web: Web) -> None:
    web.tokens["nobody"] = ""

    statuses = {(await web.ask("nobody", method, path, row)).status for method, path, row in rows()}

    assert statuses == {NO_SESSION}


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_no_page_and_no_form_is_missing_from_the_table(scene: Scene) -> None:
    rows_by_method = {"GET": table.LOOKS, "POST": table.FORMS}
    missing = [
        f"{route.method} {route.resource.canonical}"
        for route in make_web(scene.world.front()).router.routes()
        if route.resource is not None
        and route.resource.canonical.startswith("/app/")
        and route.resource.canonical != "/app/session"
        and not any(
            _leads_to(path, route.resource) for path in rows_by_method.get(route.method, ())
        )
        and route.method in rows_by_method
    ]

    assert missing == []


def rows() -> Iterator[tuple[str, str, table.Row]]:
    """Return every row of the table, with its method."""
    for path, row in table.LOOKS.items():
        yield "GET", path, row
    for path, row in table.FORMS.items():
        yield "POST", path, row


async def filled_in(scene: Scene, meeting_id: str) -> dict[str, str]:
    """Return a register's form with one member changed, so that a correction would change it."""
    register = await scene.world.register(meeting_id, "Sunita", {"Radha": Mark.ABSENT})
    form = {f"mark-{line.member_id}": line.mark.value for line in register.lines}
    form |= {f"saved-{line.member_id}": str(line.saved // 100) for line in register.lines}
    return form | {"cash": str(register.cash_counted // 100), "reason": "She was away."}


def _leads_to(path: str, resource: AbstractResource) -> bool:
    info = resource.get_info()
    plain = path.replace("{", "").replace("}", "")
    pattern = info.get("pattern")
    return bool(pattern.fullmatch(plain)) if pattern else info.get("path") == plain
