"""The templates as the tidy tests see them: their examples, untranslated words and tags."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path

from tests.texts.examples.kinds import Examples, Facts
from tests.tidy.tree import ROOT
from texts.say import TEMPLATES

EXAMPLE_MODULES = ROOT / "tests" / "texts" / "examples"

# The tags that Telegram accepts in a message; its server refuses any other.
TELEGRAM_TAGS = frozenset(
    {"a", "b", "blockquote", "code", "del", "em", "i", "ins", "pre", "s", "span", "strong"}
    | {"tg-emoji", "tg-spoiler", "u"}
)
_VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})

_TRANSLATED = re.compile(r"\{%-?\+?\s*trans\b.*?endtrans\s*-?%\}", re.DOTALL)
_CODE = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_UNREAD = re.compile(r"<(script|style)\b.*?</\1>|<!--.*?-->", re.DOTALL)
_READ_ATTRIBUTE = re.compile(r"\b(?:alt|aria-label|placeholder|title)=\"([^\"]*)\"")
_TAG_OR_SIGN = re.compile(r"<[^>]*>|&#?\w+;")
_LETTERS = re.compile(r"[A-Za-z\u0900-\u097F][^<>\n]*")

# Names that are the same in every language, and the names of the languages.
_NAMES = re.compile(r"Saakh|साख|Telegram|English|हिन्दी|हिंदी")


def paths() -> list[str]:
    """Return the path of every template that is shown by itself."""
    return [
        path.relative_to(TEMPLATES).as_posix()
        for path in sorted(TEMPLATES.rglob("*.html"))
        if not path.name.startswith("_")
    ]


def examples() -> Examples:
    """Return the examples of all parts together."""
    by_path: dict[str, list[Facts]] = {}
    for module in sorted(EXAMPLE_MODULES.glob("*.py")):
        given: Examples = getattr(
            import_module(f"tests.texts.examples.{module.stem}"), "EXAMPLES", {}
        )
        for path, facts in given.items():
            by_path.setdefault(path, []).extend(facts)
    return by_path


def bare_words(path: Path) -> list[str]:
    """Return the words of a template that are outside any translation."""
    source = _CODE.sub("", _TRANSLATED.sub("", path.read_text()))
    source = _UNREAD.sub("", source)
    read = [*_READ_ATTRIBUTE.findall(source), _TAG_OR_SIGN.sub("\n", source)]
    return [letters.strip() for text in read for letters in _LETTERS.findall(_NAMES.sub("", text))]


def tag_problems(html: str, allowed: frozenset[str] | None = None) -> list[str]:
    """Return the faults of the tags in a piece of HTML: unclosed, crossed, not allowed."""
    reader = _Tags(allowed)
    reader.feed(html)
    reader.close()
    return [*reader.problems, *(f"<{tag}> is never closed" for tag in reader.open)]


class _Tags(HTMLParser):
    def __init__(self, allowed: frozenset[str] | None) -> None:
        super().__init__()
        self.allowed = allowed
        self.open: list[str] = []
        self.problems: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.allowed is not None and tag not in self.allowed:
            self.problems.append(f"<{tag}> is not taken here")
        names = [name for name, _ in attrs]
        if len(set(names)) != len(names):
            self.problems.append(f"<{tag}> has an attribute twice")
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.open.pop()  # as in an SVG: <path … />

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.problems.append(f"</{tag}> closes nothing")


def rendered_words(html: str) -> Iterator[str]:
    """Yield the pieces of text that a person reads in a piece of HTML."""
    for piece in _TAG_OR_SIGN.sub("\n", _UNREAD.sub("", html)).split("\n"):
        if piece.strip():
            yield piece.strip()
