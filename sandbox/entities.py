"""Telegram's HTML, and the entities that Telegram finds itself; offsets count UTF-16 units."""

import html
import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from sandbox.errors import ApiError, bad_request
from sandbox.world import Json

KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
ATTRIBUTE = re.compile(r"([A-Za-z-]+)\s*(?:=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
REFERENCE = re.compile(r"&(?:lt|gt|amp|quot|#\d+|#[xX][0-9a-fA-F]+);")
FOUND = re.compile(
    r"(?P<url>https?://[^\s<>]+|\bt\.me/[^\s<>]+)"
    r"|(?<![\w/@.])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)(?![\w/])"
    r"|(?<![\w@])(?P<mention>@[A-Za-z0-9_]{4,32})\b"
)


@dataclass(slots=True)
class _Open:
    tag: str
    start: int
    attributes: dict[str, str]


def utf16_length(text: str) -> int:
    """The length of a text in UTF-16 units, in which Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


def parse_html(markup: str) -> tuple[str, list[Json]]:
    """The text and entities of Telegram HTML; ApiError for an unknown or unclosed tag."""
    parser = _Parser(markup)
    parser.run()
    return parser.text, sorted(parser.entities, key=lambda it: (it["offset"], -it["length"]))


def found_entities(text: str) -> list[Json]:
    """Commands, mentions and links that a client marks in plain text."""
    entities: list[Json] = []
    for match in FOUND.finditer(text):
        shown = match.group().rstrip(".,;:!?)।") if match.lastgroup == "url" else match.group()
        start = utf16_length(text[: match.start()])
        kind = str(match.lastgroup)
        entities.append({"type": kind, "offset": start, "length": utf16_length(shown)})
    return entities


def with_found(text: str, entities: list[Json]) -> list[Json]:
    """The given entities, and the found ones that do not overlap them."""
    taken = [(it["offset"], it["offset"] + it["length"]) for it in entities if _hides(it)]
    new = [
        it
        for it in found_entities(text)
        if not any(
            it["offset"] < end and start < it["offset"] + it["length"] for start, end in taken
        )
    ]
    return sorted(entities + new, key=lambda it: (it["offset"], -it["length"]))


def trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """The text without white space at its ends, with the entities moved to match."""
    cut = utf16_length(text) - utf16_length(text.lstrip())
    stripped = text.strip()
    length = utf16_length(stripped)
    moved: list[Json] = []
    for entity in entities:
        start = max(0, entity["offset"] - cut)
        end = min(length, entity["offset"] + entity["length"] - cut)
        if end > start:
            moved.append({**entity, "offset": start, "length": end - start})
    return stripped, moved


def _hides(entity: Json) -> bool:
    return entity["type"] in {"code", "pre", "text_link", "text_mention", "url", "mention"}


class _Parser:
    def __init__(self, markup: str) -> None:
        self._markup = markup
        self._open: list[_Open] = []
        self._length = 0
        self.text = ""
        self.entities: list[Json] = []

    def run(self) -> None:
        place = 0
        for match in TAG.finditer(self._markup):
            self._words(place, match.start())
            place = match.end()
            if match.group(1):
                self._close(match)
            else:
                self._begin(match)
        self._words(place, len(self._markup))
        if self._open:
            raise _refused(f'Can\'t find end tag corresponding to start tag "{self._open[-1].tag}"')

    def _words(self, start: int, end: int) -> None:
        piece = self._markup[start:end]
        wrong = piece.find("<")
        if wrong >= 0:
            name = re.split(r"[\s>/]", piece[wrong + 1 :] + " ")[0].lower()
            raise _refused(
                f'Unsupported start tag "{name}" at byte offset {self._byte(start + wrong)}'
            )
        words = REFERENCE.sub(lambda match: html.unescape(match.group()), piece)
        self.text += words
        self._length += utf16_length(words)

    def _begin(self, match: re.Match[str]) -> None:
        tag = match.group(2).lower()
        attributes = {
            name.lower(): html.unescape(double or single or bare)
            for name, double, single, bare in ATTRIBUTE.findall(match.group(3))
        }
        plain_span = tag == "span" and attributes.get("class") != "tg-spoiler"
        if tag not in KINDS or plain_span:
            raise _refused(
                f'Unsupported start tag "{tag}" at byte offset {self._byte(match.start())}'
            )
        self._open.append(_Open(tag, self._length, attributes))

    def _close(self, match: re.Match[str]) -> None:
        tag = match.group(2).lower()
        where = self._byte(match.start())
        if not self._open:
            raise _refused(f"Unexpected end tag at byte offset {where}")
        opened = self._open.pop()
        if opened.tag != tag:
            raise _refused(
                f"Unmatched end tag at byte offset {where},"
                f' expected "</{opened.tag}>", found "</{tag}>"'
            )
        if self._length > opened.start:
            self._add(opened)

    def _add(self, opened: _Open) -> None:
        entity: Json = {"type": KINDS[opened.tag], "offset": opened.start}
        entity["length"] = self._length - opened.start
        special = _special(opened)
        if special is None:
            return
        if opened.tag == "code" and self._open and self._open[-1].tag == "pre":
            self._open[-1].attributes["language"] = opened.attributes.get("class", "")
            return
        self.entities.append(entity | special)

    def _byte(self, place: int) -> int:
        return len(self._markup[:place].encode())


def _special(opened: _Open) -> Json | None:
    """The entity's fields besides its place; None where Telegram drops the entity."""
    given = opened.attributes
    match opened.tag:
        case "a":
            return _link(given.get("href", ""))
        case "pre":
            language = given.get("language", "").removeprefix("language-")
            return {"language": language} if language else {}
        case "blockquote":
            return {"type": "expandable_blockquote"} if "expandable" in given else {}
        case "tg-emoji":
            return {"custom_emoji_id": given.get("emoji-id", "")}
        case "tg-time":
            return {"unix_time": int(given.get("unix", "0")), "format": given.get("format", "")}
        case _:
            return {}


def _link(address: str) -> Json | None:
    parts = urlsplit(address)
    if parts.scheme == "tg" and parts.netloc == "user":
        return {"type": "text_mention", "user_id": int(parse_qs(parts.query)["id"][0])}
    if parts.scheme in {"http", "https", "tg", "mailto", "tel"} or parts.netloc:
        return {"url": address}
    if re.fullmatch(r"[\w-]+(\.[\w-]+)+(/.*)?", address):
        return {"url": f"http://{address}"}
    return None


def _refused(why: str) -> ApiError:
    return bad_request(f"can't parse entities: {why}")
