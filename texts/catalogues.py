"""The translations: all .po files of a language, read once at start and kept in memory."""

from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from texts.languages import ENGLISH

LOCALE_FOLDER: Final = Path(__file__).resolve().parent.parent / "locale"


def po_files(language: str, folder: Path = LOCALE_FOLDER) -> list[Path]:
    """Return the .po files of a language, one for each part of the program, sorted by name."""
    return sorted((folder / language / "LC_MESSAGES").glob("*.po"))


def translations(language: str, folder: Path = LOCALE_FOLDER) -> NullTranslations:
    """Return the translations of a language; English is in the templates themselves.

    A sentence without a translation in any part is shown in English.
    """
    chain = NullTranslations()
    if language == ENGLISH:
        return chain
    parts = [_read(path) for path in po_files(language, folder)]
    if not parts:
        return chain
    for part in parts[1:]:
        parts[0].add_fallback(part)
    return parts[0]


def _read(path: Path) -> GNUTranslations:
    with path.open("rb") as lines:
        catalogue = read_po(lines, locale=path.parent.parent.name)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)
