"""Every letter of every name stands on paper: in its own script, or spelled in Latin letters."""

import random
from dataclasses import replace
from functools import cache
from typing import Any, Final

import pytest
from fontTools.ttLib import TTFont
from fpdf.fonts import TTFFont
from hypothesis import given, settings
from hypothesis import strategies as st

from groups.books.model import Book, CodeWord, Section, Table
from papers import pdf
from papers.letters import fonts_for, legible
from storage.database import Database
from tests.groups.accounts_of_a_year import lively, table
from tests.texts.examples.books import CODES, TABLE
from texts.languages import LANGUAGES

NAMES: Final = {
    "Tamil": "நாமகள் மீனாட்சி",
    "Bengali": "শর্মিলা ক্ষেত্রী",
    "Urdu": "رضیہ بیگم ٹھاکُر",
    "Odia": "ଓଡ଼ିଆ କ୍ଷମା",
    "Punjabi": "ਗੁਰਪ੍ਰੀਤ ਕੌਰ",
    "Gujarati": "ક્ષમા ઠાકોર",
    "Telugu": "లక్ష్మి",
    "Kannada": "ಲಕ್ಷ್ಮೀ",
    "Malayalam": "ലക്ഷ്മി മോള്‍ ചിന്നന്‍",
    "Sinhala": "ශ්‍රියානි",
    "Assamese": "ৰূপা ৱাৰী",
    "Marathi": "दर्‍या लक्ष्मी",
    "Nepali": "सुन्तली ॐ",
    "Polish": "Łucja Żółć",
    "Russian": "Жанна",
    "Greek": "Ελένη",
    "a number sign": "№ 5 – ½ × 2 → ₹10",
}
SPELLED: Final = {
    "Santali": ("ᱢᱮ", "aamle"),
    "a digit of another script": ("᱕", "5"),
    "a form of compatibility": ("Ｒａｄｈａ", "Radha"),
    "an emoji": ("Radha 🌸", "Radha (cherry blossom)"),
    "a picture letter": ("王", "?"),
    "an invisible sign": ("Ra\u0007dha\U000e0100", "Radha"),
    "another space": ("Ra\u1680dha", "Ra dha"),
}


def page_of(*names: str) -> Table:
    """A book with these names, each in a title, in a head, in a row and in a total."""
    rows = tuple((n, name) for n, name in enumerate(names, 1))
    section = Section(names, (CodeWord("number"), names[0]), rows, (None, names[-1]))
    return replace(TABLE, group=names[0], member=names[-1], sections=(section,))


@pytest.fixture(autouse=True)
def boxes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect each text of which a letter came out as glyph 0, the box in place of a letter."""
    collected: list[str] = []
    shape: Any = TTFFont.perform_harfbuzz_shaping

    def shaped(font: TTFFont, text: str, *how: Any) -> Any:
        infos, positions = shape(font, text, *how)
        if any(info.codepoint == 0 for info in infos or ()):
            collected.append(text)
        return infos, positions

    monkeypatch.setattr(TTFFont, "perform_harfbuzz_shaping", shaped)
    return collected


@pytest.mark.parametrize("script", NAMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_is_printed_in_its_own_script(script: str, language: str, boxes: list[str]) -> None:
    paper = pdf.paper_of((page_of(NAMES[script], "Radha राधा"),), language)
    paper.output()

    assert boxes == []
    assert legible(NAMES[script], paper.known) == NAMES[script]


@pytest.mark.parametrize("kind", SPELLED)
def test_what_no_font_has_is_spelled(kind: str, boxes: list[str]) -> None:
    name, spelled = SPELLED[kind]
    paper = pdf.paper_of((page_of(name),), "hi")
    paper.output()

    assert (legible(name, paper.known), boxes) == (spelled, [])


def test_a_missing_glyph_would_be_seen(monkeypatch: pytest.MonkeyPatch, boxes: list[str]) -> None:
    monkeypatch.setattr(pdf, "legible", lambda text, _: text)
    pdf.pages((page_of("ᱢᱮ"),), "en")

    assert "ᱢᱮ" in boxes


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_the_books_lacks_a_glyph(language: str, boxes: list[str]) -> None:
    words = [CodeWord(code) for code in CODES]
    section = Section((words[0],), (CodeWord("name"),), tuple((word,) for word in words))

    pdf.pages((replace(TABLE, sections=(section,)),), language)
    assert boxes == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_no_book_of_a_group_lacks_a_glyph(
    database: Database, language: str, boxes: list[str]
) -> None:
    group, _ = await lively(database)
    people = [person for (person,) in await group.sisters.rows("SELECT id FROM persons")]
    names = [*NAMES.values(), *(name for name, _ in SPELLED.values())]

    def rename(tx: Any) -> None:
        for person, n in zip(people, range(len(people)), strict=True):
            name = " ".join(names[n :: len(people)])
            tx.run("UPDATE persons SET name = :name WHERE id = :id", name=name, id=person)

    await group.sisters.write(rename)
    books = [await table(group, book) for book in Book if book is not Book.PASSBOOK]

    pdf.pages(books, language)
    assert boxes == []


@cache
def known_by(fonts: tuple[str, ...]) -> frozenset[int]:
    """The signs that these fonts have together."""
    known: set[int] = set()
    for name in fonts:
        with TTFont(pdf.FONTS / f"{name}-Regular.ttf") as font:
            known |= (font.getBestCmap() or {}).keys()
    return frozenset(known)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30))
def test_whatever_is_written_becomes_signs_that_the_fonts_have(text: str) -> None:
    known = known_by(fonts_for([text]))
    shown = legible(text, known)

    assert {sign for sign in shown if ord(sign) not in known} <= {"\n"}


@pytest.mark.parametrize("seed", range(3))
def test_names_of_many_scripts_stand_on_one_page(seed: int, boxes: list[str]) -> None:
    chance = random.Random(seed)
    names = ["".join(chance.sample([*"".join(NAMES.values())], 12)) for _ in range(20)]

    pdf.pages((page_of(*names),), "hi")
    assert boxes == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("conjunct", ["क्‍ष", "ന്‍", "ශ්‍රි", "ত্‍", "र्‍या"])
def test_a_joiner_does_not_cut_what_it_joins(language: str, conjunct: str) -> None:
    paper: Any = pdf.paper_of((page_of(conjunct),), language)
    runs = [*paper._parse_chars(conjunct, markdown=False)]
    paper.output()

    assert ["".join(run.characters) for run in runs] == [conjunct]


def test_a_font_of_another_script_is_opened_only_where_it_is_needed() -> None:
    assert fonts_for(["Radha राधा"]) == ("NotoSans", "NotoSansDevanagari")
    assert fonts_for(["Radha", "மீனா"])[2:] == ("NotoSansTamil",)
