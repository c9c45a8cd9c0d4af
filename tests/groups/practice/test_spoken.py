"""The practice village speaks one language: its names and its script stand in each of them."""

import re

import pytest

from groups.people.store.members import select_members
from groups.practice import script
from groups.practice import village as practice
from groups.practice.spoken import LANGUAGES, spoken
from storage.database import Database
from tests.groups.living import seed, the_group

LATIN = re.compile(r"[A-Za-z]")
SAID = (
    practice.GROUP_NAME,
    practice.VILLAGE,
    script.CORRECTED_WHY,
    *(wish.words for wish in script.WISHES),
    *(name for one in practice.CAST for name in (one.name, *one.also_used_by)),
)


@pytest.mark.parametrize("english", SAID)
def test_every_name_and_sentence_stands_in_hindi(english: str) -> None:
    assert spoken(english, "en") == english
    assert LATIN.findall(spoken(english, "hi")) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_names_of_a_language_differ(language: str) -> None:
    cast = practice.cast_in(language)

    assert len({one.name for one in cast}) == len(cast)
    assert {one.language for one in cast} == {language}


async def test_a_past_in_hindi_has_hindi_names(database: Database) -> None:
    await seed(database, steps=14, language="hi")  # the founding, and all twelve have joined
    group = await database.read(the_group)
    members = await database.read(select_members, group.id)

    assert (group.name, group.language) == ("एकता महिला समूह", "hi")
    assert [(m.number, m.name) for m in members] == [
        (one.member_number, one.name) for one in practice.cast_in("hi") if one.member_number
    ]
