"""The door: one shell for everybody, launch data for a session, no secret in an address."""

import gzip
import json
import re
import time
from collections.abc import AsyncIterator

import pytest
from init_data_py import sign

from groups.people.acts import persons as people
from storage.database import Database
from tests.webapp.world import BOT_TOKEN, FRAME, World, ekta, served
from texts.say import render
from webapp.door import sent
from webapp.sessions import Session, make_token, session_key

CSP = (
    "default-src 'none'; script-src 'self' https://telegram.org; style-src 'self'; "
    "img-src 'self' data: https://t.me; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    f"frame-ancestors https://web.telegram.org https://*.telegram.org {FRAME}"
)
pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture
async def world(database: Database) -> AsyncIterator[World]:
    """Return a world with one group of two members, served."""
    made = World(database)
    await made.found("Sunita", "Meena")
    async with served(made):
        yield made


@pytest.mark.parametrize("path", ["/app", "/app/standing", "/app/vouch", "/app/register/abc"])
async def test_every_address_opens_the_same_shell(world: World, path: str) -> None:
    async with world.client.get(world.base + path) as answer:
        shell = await answer.text()

    assert (answer.status, shell.count("<main"), "Meena" in shell) == (200, 1, False)


async def test_the_shell_says_what_it_may_load_and_who_may_frame_it(world: World) -> None:
    async with world.client.get(f"{world.base}/app") as answer:
        headers = answer.headers

    assert headers["Content-Security-Policy"] == CSP
    assert "X-Frame-Options" not in headers
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-cache"


async def test_what_the_shell_asks_for_is_kept_for_good(world: World) -> None:
    async with world.client.get(f"{world.base}/app") as answer:
        addresses = re.findall(r'(?:src|href)="(/static/[^"]+)"', await answer.text())
    answers = []
    for address in addresses:
        async with world.client.get(world.base + address) as answer:
            answers.append((answer.status, answer.headers["Cache-Control"]))

    assert answers == [(200, "public, max-age=31536000, immutable")] * 4


@pytest.mark.parametrize("name", ["../door.py", "app.py", "other.js", "app.css.map"])
async def test_nothing_else_is_given_away_as_static(world: World, name: str) -> None:
    async with world.client.get(f"{world.base}/static/0a/{name}") as answer:
        assert answer.status == 404


async def test_launch_data_are_exchanged_for_a_session(world: World) -> None:
    headers = {"Authorization": f"tma {world.launch('Meena')}"}
    async with world.client.post(f"{world.base}/app/session", headers=headers) as answer:
        body = await answer.json()

    assert (body["page"], set(body)) == ("/app/standing", {"token", "page"})
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "authorization",
    ["", "tma", "tma ", "tma hash=1", "Bearer x", "tma " + "a" * 5000, "tma \xff=1"],
)
async def test_whoever_was_not_sent_by_telegram_gets_no_session(
    world: World, authorization: str
) -> None:
    headers = {"Authorization": authorization}
    async with world.client.post(f"{world.base}/app/session", headers=headers) as answer:
        assert (answer.status, await answer.json()) == (401, {"code": "launch_refused"})


async def launched(world: World, raw: str) -> tuple[int, str]:
    """Return the door's answer to launch data: its status, and the session's token."""
    headers = {"Authorization": f"tma {raw}"}
    async with world.client.post(f"{world.base}/app/session", headers=headers) as answer:
        return answer.status, (await answer.json()).get("token", "")


@pytest.mark.parametrize("seconds", [-3700, 120])
async def test_launch_data_of_another_time_open_nothing(world: World, seconds: int) -> None:
    user = json.dumps({"id": world.telegram_ids["Meena"], "first_name": "Meena"})
    raw = sign({"user": user}, BOT_TOKEN, auth_date=int(time.time()) + seconds)

    assert await launched(world, raw) == (401, "")


async def test_launch_data_that_were_changed_open_nothing(world: World) -> None:
    sunita, meena = (str(world.telegram_ids[name]) for name in ("Sunita", "Meena"))
    raw = world.launch("Meena")

    assert await launched(world, raw.replace(meena, sunita)) == (401, "")


async def test_launch_data_shown_twice_open_the_same_and_no_more(world: World) -> None:
    raw = world.launch("Meena")
    (_, first), (_, again) = await launched(world, raw), await launched(world, raw)
    shown = [await (await world.get("/app/standing", it)).text() for it in (first, again)]

    assert shown[0] == shown[1]


async def test_launch_data_of_an_hour_ago_do_not_open_it_again(world: World) -> None:
    user = json.dumps({"id": world.telegram_ids["Meena"], "first_name": "Meena"})
    at = int(time.time())
    fresh = sign({"user": user}, BOT_TOKEN, auth_date=at - 3590)
    stale = sign({"user": user}, BOT_TOKEN, auth_date=at - 3610)

    assert [(await launched(world, it))[0] for it in (fresh, stale)] == [200, 401]


async def test_a_session_of_another_bot_is_none(world: World) -> None:
    session = Session(world.people["Meena"].person_id, "", world.telegram_ids["Meena"])
    token = make_token(session, session_key("1:another-bot"), seconds=time.time())

    assert (await world.get("/app/standing", token)).status == 401


async def test_a_session_made_for_another_group_opens_none_of_its_pages(world: World) -> None:
    other = await world.found("Maya", "Kusum", chat_id=-7)
    pages = ("standing", "members", "meetings", "points", "vouch", "passbook", "waiting")
    token = world.session_in("Meena", other.id)

    statuses = {(await world.get(f"/app/{page}", token)).status for page in pages}

    assert statuses == {404}


@pytest.mark.parametrize("path", ["/app/meetings/%00", "/app/passbook?before=%ED%A0%80"])
async def test_an_address_made_by_hand_leads_nowhere(world: World, path: str) -> None:
    assert (await world.get(path, await world.open("Meena"))).status == 404


@pytest.mark.parametrize(
    ("start_param", "name", "page"),
    [
        ("{token}-vouch", "Meena", "/app/vouch"),
        ("{token}-register", "Sunita", "/app/register"),
        ("{token}-register", "Meena", "/app/standing"),
        ("{token}", "Meena", "/app/standing"),
        ("{token}-nosuchpage", "Meena", "/app/standing"),
        ("{token}-//evil.example", "Meena", "/app/standing"),
        ("-", "Meena", "/app/standing"),
        ("{token}-vouch", "Rani", "/app/welcome?link=old"),
        ("nosuchtoken-vouch", "Rani", "/app/welcome?link=old"),
        ("nosuchtoken", "Meena", "/app/welcome?link=old"),
        ("-", "Rani", "/app/welcome"),
    ],
)
async def test_a_link_names_the_page_that_opens_if_it_is_hers(
    world: World, start_param: str, name: str, page: str
) -> None:
    group = await world.read(people.group_of, world.people["Sunita"])
    assert group is not None
    launch = world.launch(name, start_param.format(token=group.start_token))
    headers = {"Authorization": f"tma {launch}"}
    async with world.client.post(f"{world.base}/app/session", headers=headers) as answer:
        assert (await answer.json())["page"] == page


@pytest.mark.parametrize("language", ["en", "hi"])
async def test_a_stranger_reads_the_same_of_a_link_that_stands_and_one_that_never_did(
    world: World, language: str
) -> None:
    group = await world.read(people.group_of, world.people["Sunita"])
    assert group is not None
    await world.meet("Rani")
    await world.speaks("Rani", language)
    read = []
    for token in (group.start_token, "nosuchtoken"):
        session = await world.open("Rani", token)
        read.append(await (await world.get("/app/welcome?link=old", session)).text())

    assert read[0] == read[1]
    assert {"en": "This link leads nowhere", "hi": "यह लिंक अब कहीं नहीं"}[language] in read[0]
    assert group.name not in read[0]


async def test_a_facilitator_without_a_group_opens_her_groups(world: World) -> None:
    await world.head("Asha")
    await world.found("Maya", "Kusum", chat_id=-7, admit=False)
    headers = {"Authorization": f"tma {world.launch('Asha')}"}
    async with world.client.post(f"{world.base}/app/session", headers=headers) as answer:
        assert (await answer.json())["page"] == "/app/groups"


async def test_a_token_made_by_hand_asks_for_a_new_session(world: World) -> None:
    answer = await world.get("/app/standing", "WyJhIiwiYiIsOTk5OTk5OTk5OV0=.x")

    assert (answer.status, await answer.text()) == (401, "")


async def test_a_page_is_never_kept_by_anybody(world: World) -> None:
    answer = await world.get("/app/standing", await world.open("Meena"))

    assert answer.headers["Cache-Control"] == "no-store"


async def test_a_name_is_text_and_never_a_tag(world: World) -> None:
    group = await world.found("Lali<script>alert(1)</script>", chat_id=-7)
    token = await world.open("Lali<script>alert(1)</script>", group.start_token)
    pages = ("standing", "settings", "members", "points", "passbook")

    shown = "".join([await (await world.get(f"/app/{page}", token)).text() for page in pages])

    assert "&lt;script&gt;alert" in shown
    assert "<script" not in shown


# --- size ---------------------------------------------------------------------------------------


def packed(text: bytes) -> int:
    """Return the number of bytes sent, packed as the server packs."""
    return len(gzip.compress(text, 6))


async def test_the_first_load_is_at_most_thirty_kilobytes(database: Database) -> None:
    living, group = await ekta(database, weeks=3)
    async with served(living):
        shell = await (await living.client.get(f"{living.base}/app")).read()
        page = await (
            await living.get("/app/standing", await living.open("Meena", group.start_token))
        ).read()
    files = sum(packed(sent(name)) for name in ("app.css", "app.js"))

    assert packed(shell) + files + packed(page) + _scripts_besides() <= 30_000


async def test_our_scripts_are_at_most_eight_kilobytes(world: World) -> None:
    assert packed(_script("app.js")) + _scripts_besides() <= 8_000


async def test_the_shell_and_its_files_travel_packed(world: World) -> None:
    async with world.client.get(f"{world.base}/app", headers={"Accept-Encoding": "gzip"}) as shell:
        assert shell.headers["Content-Encoding"] == "gzip"


async def test_pages_travel_packed_too(database: Database) -> None:
    living, group = await ekta(database, weeks=3)
    async with served(living):
        token = await living.open("Meena", group.start_token)
        answer = await living.get("/app/standing", token)

    assert answer.headers["Content-Encoding"] in {"gzip", "deflate"}


async def test_the_shell_speaks_both_languages_before_anybody_is_known(world: World) -> None:
    async with world.client.get(f"{world.base}/app") as answer:
        shell = await answer.text()

    assert all(render("web/_away.html", language).strip() in shell for language in ("en", "hi"))


def _scripts_besides() -> int:
    return packed(_script("register.js")) + packed(_script("pin.js"))


def _script(name: str) -> bytes:
    return sent(name)


async def test_who_is_in_no_group_learns_what_saakh_is_and_how_to_join(world: World) -> None:
    headers = {"Authorization": f"tma {world.launch('Lali')}"}
    async with world.client.post(f"{world.base}/app/session", headers=headers) as answer:
        opened = await answer.json()
    answer = await world.get(opened["page"], opened["token"])
    page = await answer.text()

    assert opened["page"] == "/app/welcome"
    assert ("<h2>" in page, "/app/standing" in page) == (True, False)


async def test_a_member_is_not_told_how_to_join(world: World) -> None:
    page = await (await world.get("/app/welcome", await world.open("Meena"))).text()

    assert ("<h2>" in page, "/app/standing" in page) == (False, True)
