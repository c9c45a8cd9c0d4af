"""A word by another's hand is taken back by the facilitator; who records it learns nothing."""

import pytest

from groups.people.model.people import Role
from groups.people.model.refusals import AlreadyDecided, NotFound, NotYours
from groups.registers.model.meeting import ReadAloud
from groups.vouches.acts import proxies
from groups.vouches.model.proxies import Spoken
from groups.vouches.model.refusals import NotByHerOwnHand
from tests.groups.vouches.test_proxies import Handed, handed

__all__ = ["handed"]  # the fixture


@pytest.mark.both_engines
async def test_a_word_is_taken_back_once_the_facilitator_has_asked_her(handed: Handed) -> None:
    await handed.speak("Meena")
    await handed.settle(is_yes=True)
    for _ in range(2):
        await handed.take_back("Meena")
    waiting = (await handed.page("Asha")).waiting
    before = await handed.words()
    settled = [await handed.settle_back(is_yes=True) for _ in range(2)]

    assert [(one.receiver, one.is_back) for one in waiting] == [("Meena", True)]
    assert [one.is_new for one in settled] == [True, False]
    assert (before, await handed.words(), (await handed.page("Asha")).waiting) == (1, 0, ())


async def test_a_word_that_she_keeps_stands_and_may_be_taken_back_later(handed: Handed) -> None:
    await handed.speak("Meena")
    await handed.take_back("Meena")
    await handed.settle_back(is_yes=False)
    kept = [one.is_back for one in (await handed.page("Asha")).waiting]
    handed.hamlet.pass_days(1)
    await handed.take_back("Meena")

    assert (kept, await handed.words()) == ([False], 1)
    assert [one.is_back for one in (await handed.page("Asha")).waiting] == [False, True]


@pytest.mark.parametrize("is_yes", [True, False])
async def test_nobody_takes_back_what_nobody_asked_for(handed: Handed, is_yes: bool) -> None:
    await handed.speak("Meena")
    asha, at = await handed.hamlet.meet("Asha"), handed.hamlet.at()

    with pytest.raises(AlreadyDecided):
        await handed.settle_back(is_yes=is_yes)
    with pytest.raises(NotYours):
        await handed.settle_back(is_yes=is_yes, by="Sunita")
    with pytest.raises(NotFound):
        await handed.hamlet.write(
            proxies.decide_back, asha, "nothing", is_yes, new_id=handed.hamlet.new_id, at=at
        )


async def test_the_receiver_neither_takes_a_word_back_nor_tests_for_it(handed: Handed) -> None:
    await handed.speak("Meena")
    await handed.settle(is_yes=True)
    await handed.hamlet.give_role(handed.group, handed.ids["Meena"], Role.SECRETARY)

    for act in (handed.take_back, handed.speak):
        with pytest.raises(NotByHerOwnHand):
            await act("Meena", by="Meena")
    assert await handed.words() == 1


async def test_one_answer_whether_a_word_stands_or_not(handed: Handed) -> None:
    await handed.speak("Meena")
    await handed.settle(is_yes=True)
    page = await handed.page("Sunita")
    answers = [await handed.take_back(name) for name in ("Meena", "Radha")]
    read_before = (await handed.open()).proxies
    spoken = [await handed.speak(name) for name in ("Meena", "Radha")]
    opened = await handed.open()

    assert answers == [Spoken("Dulari", "Meena"), Spoken("Dulari", "Radha")]
    assert spoken == answers
    assert await handed.page("Sunita") == page
    assert opened.proxies == read_before + 2 * (ReadAloud(4, "Dulari", "Sunita"),)
    with pytest.raises(NotFound):
        await handed.hamlet.write(
            proxies.take_back,
            await handed.hamlet.meet("Sunita"),
            handed.group.id,
            handed.ids["Dulari"],
            "nobody",
            new_id=handed.hamlet.new_id,
            at=handed.hamlet.at(),
        )
