"""Follow every offer of a person's menus, cards and pages, and note where she is refused for it.

An offer is a command of her menu, a button under a message to her, a link or a form of a page. What
she does is undone each time, so each offer is tried in the same village.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

from telegram import InlineKeyboardButton

from handlers.cards.keyboards import Cards
from handlers.links import Links
from tests.rights.rehearsal import Said, Stage, Told, chat
from tests.rights.scene import Scene
from tests.webapp.world import World

NOT_FOUND: Final = 404
SITE: Final = "https://saakh.example"
IDS: Final = re.compile(r"\b[a-p]{10}\b")
# Refused for who she is: what she lacks is a right, a say, or a group that has begun.
FOR_WHO_SHE_IS: Final = frozenset(
    {
        "not_found",
        "not_yours",
        "not_a_member",
        "member_frozen",
        "concerned_herself",
        "no_say_yet",
        "group_not_ready",
    }
)


@dataclass(slots=True)
class Offers:
    """What was offered to one person: every offer, with the card that made it, and its refusal."""

    made_by: dict[str, str] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)

    @property
    def wrong(self) -> dict[str, str]:
        """The offers that are refused for who she is, with the refusal and the card."""
        return {
            offer: f"{code} (from {self.made_by[offer]})"
            for offer, code in self.refused.items()
            if code in FOR_WHO_SHE_IS
        }


class Chat:
    """The private chats of the village's people, tap by tap."""

    def __init__(self, scene: Scene, stage: Stage, ids: frozenset[str]) -> None:
        self._ids = ids  # of what is in the village: what was undone cannot be tapped
        self._stage = stage
        self._scene = scene
        self._cards = Cards(Links("saakh_bot", SITE, "app"))

    async def follow(self, name: str, commands: tuple[str, ...]) -> Offers:
        """Write the commands as a person, and tap every button that comes of it."""
        offers = Offers()
        open_cards: list[Said] = []
        for command in commands:
            told = await self._write(name, f"/{command}")
            offers.made_by[f"/{command}"] = "menu"
            offers.refused[f"/{command}"] = told.refused
            open_cards += self._to_her(name, told.said)
        await self._tap_all(name, offers, open_cards)
        return offers

    async def follow_cards(self, name: str, said: tuple[Said, ...]) -> Offers:
        """Tap every button under the messages to a person, and under what comes of it."""
        offers = Offers()
        await self._tap_all(name, offers, self._to_her(name, said))
        return offers

    async def _tap_all(self, name: str, offers: Offers, open_cards: list[Said]) -> None:
        while open_cards:
            card = open_cards.pop()
            for button in self._buttons(card):
                page = _page(button)
                if page:
                    offers.pages.setdefault(page, card.kind)
                data = button.callback_data
                if not isinstance(data, str) or data in offers.made_by or not self._stands(data):
                    continue
                offers.made_by[data] = card.kind
                told = await self._tap(name, data)
                offers.refused[data] = told.refused
                open_cards += self._to_her(name, told.said)

    def _stands(self, offer: str) -> bool:
        return set(IDS.findall(offer)) <= self._ids

    def _to_her(self, name: str, said: tuple[Said, ...]) -> list[Said]:
        her = self._scene.world.people[name].person_id
        return [it for it in said if it.person_id == her]

    def _buttons(self, card: Said) -> Iterator[InlineKeyboardButton]:
        keyboard = self._cards(card.kind, "en", card.facts, is_private=True)
        for row in keyboard.inline_keyboard if keyboard else ():
            yield from row

    async def _write(self, name: str, text: str) -> Told:
        command = text.partition(" ")[0]
        entity = {"type": "bot_command", "offset": 0, "length": len(command)}
        body = {"message_id": 6, "date": 1, "text": text, "entities": [entity]}
        return await self._send("message", name, body)

    async def _tap(self, name: str, data: str) -> Told:
        message = {"message_id": 5, "date": 1, "chat": chat(self._telegram_id(name))}
        body = {"id": "7", "chat_instance": "1", "data": data, "message": message}
        return await self._send("callback_query", name, body)

    async def _send(self, what: str, name: str, body: Mapping[str, Any]) -> Told:
        her = self._telegram_id(name)
        user = {"id": her, "is_bot": False, "first_name": name, "language_code": "en"}
        whole = {**body, "from": user, "chat": chat(her)}
        return await self._stage.send({"update_id": 9_000_000, what: whole})

    def _telegram_id(self, name: str) -> int:
        return self._scene.world.telegram_ids[name]


def _page(button: InlineKeyboardButton) -> str:
    if button.web_app is None:
        return ""
    return urlsplit(button.web_app.url).path.removeprefix("/app")


@dataclass(frozen=True, slots=True)
class Form:
    """A form as the page's script would send it."""

    address: str
    fields: Mapping[str, str]


class Page(HTMLParser):
    """The links and the forms of a page; a form once for each of its buttons."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._address: str | None = None
        self._fields: dict[str, str] = {}
        self._buttons: list[dict[str, str]] = []
        self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a link, a form, or a field of the form that is open."""
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and given.get("href", "").startswith("/app/"):
            self.links.append(given["href"])
        elif tag == "form":
            self._address, self._fields, self._buttons = given.get("action", ""), {}, []
        elif self._address is not None:
            self._note_field(tag, given)

    def _note_field(self, tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        if tag == "button":
            if "disabled" not in given:
                self._buttons.append({name: given.get("value", "")} if name else {})
        elif tag == "select":
            self._select = name
        elif tag == "option":
            if given.get("value") and self._select:
                self._fields.setdefault(self._select, given["value"])
        elif tag in {"input", "textarea"} and name:
            typed = _typed(name, given.get("type", "text"))
            self._fields.setdefault(name, given.get("value", typed))

    def handle_endtag(self, tag: str) -> None:
        """Keep the form that ends here."""
        if tag != "form" or self._address is None:
            return
        for pressed in self._buttons:
            self.forms.append(Form(self._address, {**self._fields, **pressed}))
        self._address = None


def _typed(name: str, kind: str) -> str:
    if kind in {"number", "tel"} or name in {"amount", "months", "yes"}:
        return "1"
    return "It is so."


class Undoing(Protocol):
    """The database that undoes every act: the refusal of the last one, and whether it acted."""

    refused: str
    has_acted: bool


class Pages:
    """The mini-app of one person, link by link and form by form."""

    def __init__(self, world: World, books: Undoing) -> None:
        self._world = world
        self._books = books
        self._offers = Offers()
        self._waiting: list[tuple[str, Form | None]] = []

    async def follow(self, token: str, first: str) -> Offers:
        """Open the first page, follow every link, and send every form."""
        self._note(first, None, "the door")
        while self._waiting:
            address, form = self._waiting.pop()
            offer = _name(address, form)
            self._books.refused, self._books.has_acted = "", False
            method, fields = ("POST", form.fields) if form else ("GET", None)
            answer = await self._world.ask(method, address, token, fields)
            missing = "not_found" if answer.status == NOT_FOUND else ""
            if not self._books.has_acted:  # what it did is undone, so that it cannot be shown
                self._offers.refused[offer] = self._books.refused or missing
            token = answer.headers.get("X-Session", token)
            page = Page(await answer.text())
            for link in page.links:
                self._note(link, None, offer)
            for sent in page.forms:
                self._note(sent.address, sent, offer)
        return self._offers

    def _note(self, address: str, form: Form | None, made_by: str) -> None:
        offer = _name(address, form)
        if offer not in self._offers.made_by:
            self._offers.made_by[offer] = made_by
            self._waiting.append((address, form))


def _name(address: str, form: Form | None) -> str:
    return f"{address} {dict(form.fields)}" if form else address
