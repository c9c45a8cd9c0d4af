"""The practice village speaks one language: each phone's chats and pages, and what comes after."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import pytest
from aiohttp import ClientSession

from groups.practice.spoken import LANGUAGES
from groups.practice.village import CAST, CHAT_ID, IN_CHAT
from sandbox.driver import VillageDriver, init_data_of
from tests.journeys.place import session
from tests.journeys.village import Opened, opened, seeded

SECONDS_MAX: Final = 30.0
PAGES_MAX: Final = 18  # of each phone; the rest are lines of the same lists
SUNITA: Final = CAST[0].telegram_id
PHONES: Final = tuple(it for it in CAST if it.has_phone)
ASKED: Final = ("/start", "/points", "/me", "/help", "/loan 500 3", "/group")
LETTERS: Final = {"en": re.compile("[\u0900-\u097f]+"), "hi": re.compile("[A-Za-z]{2,}")}
# The other language's own name, the fund's short name, and what is called so in every language.
NAMES_KEPT: Final = {"en": {"हिन्दी"}, "hi": {"English", "DSC", "Telegram", "PIN", "QR", "OK"}}
NO_WORDS: Final = re.compile(
    r"<(script|style)[^>]*>.*?</\1>|<code[^>]*>.*?</code>|<[^>]*>|&\w+;|https?://\S+|/[a-z_]+"
    r"|\b[0-9a-f]{2,}\b",  # the seal of the books
    re.DOTALL,
)
SHOWN: Final = re.compile(r'(?:placeholder|aria-label|title|alt)="([^"]*)"')
LINK: Final = re.compile(r'href="(/app[^"#]*)"')


@pytest.fixture(params=LANGUAGES)
async def village(
    request: pytest.FixtureRequest, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Opened]:
    """Yield the living village, once in each language."""
    template = tmp_path_factory.getbasetemp() / f"village_{request.param}"
    await seeded(template, tmp_path, "--language", request.param)
    async with opened(tmp_path) as made:
        yield made


@pytest.fixture
def language(request: pytest.FixtureRequest) -> str:
    """Return the language of the village under test."""
    spoken_here: str = request.node.callspec.params["village"]
    return spoken_here


async def test_every_phone_speaks_the_villages_language(village: Opened, language: str) -> None:
    web = f"http://127.0.0.1:{int(village.address.rpartition(':')[2]) + 1}"
    strange: dict[str, list[str]] = {}
    async with VillageDriver(village.address) as people, ClientSession() as http:
        await menus_set(people)
        for one in PHONES:
            for text in await chats_of(people, one.telegram_id):
                note(strange, language, f"{one.name} {text[:60]}", text)
            for path, page in (await pages_of(people, http, web, one.telegram_id)).items():
                note(strange, language, f"{one.name} {path}", page)

    assert strange == {}


async def test_what_comes_later_is_in_the_villages_language(village: Opened, language: str) -> None:
    strange: dict[str, list[str]] = {}
    async with VillageDriver(village.address) as people:
        await people.say(SUNITA, CHAT_ID, "/vouch")
        await people.say(SUNITA, CHAT_ID, "/meeting")
        for one in PHONES:
            for words in ASKED:
                await people.say(one.telegram_id, None, words)
                await answered(people, one.telegram_id)
        await people.move_clock(leap="meeting")
        await people.move_clock(leap="scoring")
        for one in PHONES:
            for text in await chats_of(people, one.telegram_id):
                note(strange, language, f"{one.name} {text[:60]}", text)

    assert strange == {}


async def answered(people: VillageDriver, person: int) -> None:
    """Wait until the newest message in her chat with the bot is the bot's."""
    async with asyncio.timeout(SECONDS_MAX):
        while True:
            if (await people.messages(person))[-1]["from"]["id"] != person:
                return
            await asyncio.sleep(0.1)


async def menus_set(people: VillageDriver) -> None:
    """Wait until the bot has set its menu button, which it does beside its first work."""
    async with asyncio.timeout(SECONDS_MAX):
        while True:
            if (await people.conversation(SUNITA))["menu_button"]["type"] == "web_app":
                return
            await asyncio.sleep(0.05)


async def chats_of(people: VillageDriver, person: int) -> list[str]:
    """Return all words of a person's private chat and of the group's: messages, buttons, menus."""
    words = []
    chats = (person,) if person not in IN_CHAT else (person, CHAT_ID)
    for chat in chats:
        shown = await people.conversation(person, chat)
        words += [shown["title"], shown["description"] or ""]
        words += [it["description"] for it in shown["commands"]]
        words.append((shown["menu_button"] or {}).get("text", ""))
        for message in shown["messages"]:
            words.append(message.get("text", ""))
            rows = (message.get("reply_markup") or {}).get("inline_keyboard", [])
            words += [button["text"] for row in rows for button in row]
    return words


async def pages_of(
    people: VillageDriver, http: ClientSession, web: str, person: int
) -> dict[str, str]:
    """Return the first pages of a person's mini-app, and those that they lead to."""
    opening = await session(http, web, init_data_of(await people.open_app(person)))
    headers = {"X-Fragment": "1", "Authorization": f"Bearer {opening['token']}"}
    waiting, pages = [opening["page"]], dict[str, str]()
    while waiting and len(pages) < PAGES_MAX:
        path = waiting.pop(0)
        if path in pages:
            continue
        async with http.get(f"{web}{path}", headers=headers) as answer:
            if answer.content_type != "text/html":
                continue
            pages[path] = await answer.text()
            waiting += LINK.findall(pages[path])
    return pages


def note(strange: dict[str, list[str]], language: str, where: str, text: str) -> None:
    """Note the words of another language in a text or a page."""
    words = NO_WORDS.sub(" ", text) + " ".join(SHOWN.findall(text))
    found = [it for it in LETTERS[language].findall(words) if it not in NAMES_KEPT[language]]
    if found:
        strange[where] = found
