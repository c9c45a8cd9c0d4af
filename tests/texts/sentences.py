"""Every sentence of the templates, and its translations in the .po files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po

from texts.catalogues import LOCALE_FOLDER, po_files
from texts.say import TEMPLATES

_OPTIONS = {
    "trimmed": "true",
    "trim_blocks": "true",
    "lstrip_blocks": "true",
    "silent": "false",
    "extensions": "jinja2.ext.do,jinja2.ext.loopcontrols",
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a translator sees: the English text, its plural, its context and its place."""

    english: str
    plural: str | None
    context: str | None
    place: str

    @property
    def key(self) -> tuple[str | None, str]:
        """The key of the sentence in a .po file."""
        return self.context, self.english


def sentences(folder: Path = TEMPLATES) -> Iterator[Sentence]:
    """Yield every sentence of every template, each time that it occurs."""
    for path in sorted(folder.rglob("*.html")):
        place = path.relative_to(folder.parent).as_posix()
        with path.open("rb") as lines:
            for line, words, _, context in extract("jinja2", lines, options=_OPTIONS):
                several = words if isinstance(words, tuple) else (words,)
                yield Sentence(
                    english=several[0],
                    plural=several[1] if len(several) > 1 else None,
                    context=context,
                    place=f"{place}:{line}",
                )


def translated(language: str, folder: Path = LOCALE_FOLDER) -> Mapping[str, Catalog]:
    """Return the .po files of a language, by their names."""
    catalogues = {}
    for path in po_files(language, folder):
        with path.open("rb") as lines:
            catalogues[path.name] = read_po(lines, locale=language)
    return catalogues


def messages(catalogue: Catalog) -> Iterator[Message]:
    """Yield the messages of a .po file without its header."""
    return (message for message in catalogue if message.id)


def key_of(message: Message) -> tuple[str | None, str]:
    """Return the key of a .po file's message: its context and its English singular."""
    english = message.id if isinstance(message.id, str) else message.id[0]
    return message.context, english


def forms_of(message: Message) -> tuple[str, ...]:
    """Return the translations of a message: one, or one for each plural form."""
    words = message.string
    return (words,) if isinstance(words, str) else tuple(words or ())
