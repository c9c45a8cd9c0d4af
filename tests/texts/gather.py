"""`make texts`: write all sentences into one .po file for each language; list untranslated ones.

`--list` only lists, and changes nothing.
"""

import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from tests.texts.sentences import Sentence, forms_of, key_of, messages, sentences, translated
from tests.texts.spelling import spelled
from texts.catalogues import LOCALE_FOLDER
from texts.languages import ENGLISH, LANGUAGES

_HEADER = "# The words of Saakh in another language. `make texts` keeps the sentences up to date."

# In Hindi, zero and one are singular; Babel's own rule for Hindi is wrong.
PLURALS = {"hi": "nplurals=2; plural=(n > 1);"}


def gather(
    language: str, every_sentence: Iterable[Sentence], folder: Path = LOCALE_FOLDER
) -> Catalog:
    """Return a language's catalogue of exactly these sentences, with the known translations."""
    known = {
        key_of(message): message.string
        for catalogue in translated(language, folder).values()
        for message in messages(catalogue)
    }
    whole = Catalog(
        locale=language,
        project="Saakh",
        header_comment=_HEADER,
        creation_date=datetime(2026, 11, 1, tzinfo=UTC),
        revision_date=datetime(2026, 11, 1, tzinfo=UTC),
        fuzzy=False,
    )
    whole.mime_headers = [("Plural-Forms", PLURALS[language])]
    for sentence in every_sentence:
        path, _, _ = sentence.place.rpartition(":")
        words = known.get(sentence.key, "")
        if language == "hi":
            words = spelled(words) if isinstance(words, str) else tuple(map(spelled, words or ()))
        whole.add(
            (sentence.english, sentence.plural) if sentence.plural else sentence.english,
            words,
            locations=[(path, 1)],
            context=sentence.context,
        )
    return whole


def write(language: str, whole: Catalog, folder: Path = LOCALE_FOLDER) -> None:
    """Replace all .po files of a language by this catalogue."""
    home = folder / language / "LC_MESSAGES"
    home.mkdir(parents=True, exist_ok=True)
    po_file = home / "messages.po"
    with po_file.open("wb") as lines:
        write_po(lines, whole, width=96, sort_by_file=True, include_lineno=False)
    for other in home.glob("*.po"):
        if other != po_file:
            other.unlink()


def lacking(whole: Catalog) -> list[str]:
    """Return the sentences without a translation in this language, and their places."""
    return [
        f"{message.locations[0][0]}: {key_of(message)[1]}"
        for message in messages(whole)
        if not forms_of(message) or not all(forms_of(message))
    ]


def main(arguments: list[str]) -> int:
    """Gather and list; return 1 if a sentence lacks a translation."""
    every_sentence = list(sentences())
    is_complete = True
    for language in LANGUAGES:
        if language == ENGLISH:
            continue
        whole = gather(language, every_sentence)
        if "--list" not in arguments:
            write(language, whole)
        missing = lacking(whole)
        is_complete = is_complete and not missing
        print(
            f"{language}: {len(whole)} sentences, {len(missing)} without words",
            *missing,
            sep="\n  ",
        )
    return 0 if is_complete else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
