"""The dialogues in private, from the first tap to the messages to everybody concerned."""

import pytest

from tests.handlers import people
from tests.handlers.conftest import House, MakeHouse
from tests.handlers.people import ASHA, GROUP, KAMLA, MEENA, SUNITA
from tests.handlers.stories import agreed, living_group, set_up, with_facilitator

HOME = """<b>Ujala</b> · your number is 1

Meeting: every Monday, 15:00.
You are president.

What do you want to do?"""


# --- setting up ----------------------------------------------------------------------------------


async def test_what_was_answered_is_agreed(house: House) -> None:
    await set_up(house)

    assert await house.database.read(agreed) == ("en", 0, 900, 2000)


async def test_an_answer_that_cannot_be_read_is_asked_for_again(house: House) -> None:
    await house.comes(people.bot_comes(SUNITA))
    link = house.wire.button(GROUP, "Set up")
    await house.comes(people.message(SUNITA, f"/start {link.partition('start=')[2]}"))

    await house.comes(people.message(SUNITA, "!!!"))

    assert house.wire.texts_to(SUNITA)[-1].startswith("This is no name. Nothing was recorded.")


async def test_a_tap_on_an_old_question_shows_the_open_one(house: House) -> None:
    await house.comes(people.bot_comes(SUNITA))
    link = house.wire.button(GROUP, "Set up")
    await house.comes(people.message(SUNITA, f"/start {link.partition('start=')[2]}"))
    await house.presses(SUNITA, "Ujala")

    await house.comes(people.tap(SUNITA, "v1|setup|day|3"))

    assert house.wire.texts_to(SUNITA)[-1].startswith("<b>2 of 6.</b>")


async def test_an_answer_is_changed_before_it_is_saved(house: House) -> None:
    await house.comes(people.bot_comes(SUNITA))
    link = house.wire.button(GROUP, "Set up")
    await house.comes(people.message(SUNITA, f"/start {link.partition('start=')[2]}"))
    await house.presses(SUNITA, "Ujala")
    await house.comes(people.message(SUNITA, "Rampur"))
    for words in ("English", "Monday", "15:00", "₹20", "Saving"):
        await house.presses(SUNITA, words)
    await house.presses(SUNITA, "₹50")

    await house.presses(SUNITA, "save")

    assert await house.database.read(agreed) == ("en", 0, 900, 5000)


# --- admission -----------------------------------------------------------------------------------


async def test_a_facilitator_admits_by_one_tap(make_house: MakeHouse) -> None:
    house = await with_facilitator(make_house)
    await set_up(house)

    await house.presses(ASHA, "Admit the group")

    begun = next(text for text in house.wire.texts_to(GROUP) if "has begun" in text)
    assert (house.alerts[-1], begun.splitlines()[:2]) == (
        "Ujala is admitted.",
        ["<b>Ujala</b> has begun!", "Asha looks after the group."],
    )


async def test_a_group_that_was_not_admitted_may_be_set_up_again(make_house: MakeHouse) -> None:
    house = await with_facilitator(make_house)
    await set_up(house)

    await house.presses(ASHA, "Do not admit")

    assert "Set up" in str(house.wire.buttons_to(GROUP))


async def test_a_leader_cannot_admit_her_own_group(make_house: MakeHouse) -> None:
    house = await with_facilitator(make_house)
    await set_up(house)
    carried = house.wire.button(ASHA, "Admit")

    await house.comes(people.tap(SUNITA, carried))

    assert house.alerts[-1].startswith("This is not here, or it is not yours to see.")


async def test_a_facilitator_who_starts_late_finds_the_groups_that_wait(
    make_house: MakeHouse,
) -> None:
    house = await make_house(facilitators=(ASHA,))
    await set_up(house)
    await house.comes(people.message(ASHA, "/start"))

    await house.presses(ASHA, "⏳ Ujala")

    assert "A new group asks to begin" in house.wire.texts_to(ASHA)[-1]


async def test_a_head_names_another_by_her_number(make_house: MakeHouse) -> None:
    house = await with_facilitator(make_house)
    await house.comes(people.message(KAMLA, "/start"))

    await house.comes(people.message(ASHA, f"/facilitator {KAMLA}"))

    assert house.wire.texts_to(KAMLA)[-1].startswith("You are a facilitator now.")


async def test_nobody_else_names_facilitators(make_house: MakeHouse) -> None:
    house = await with_facilitator(make_house)
    await house.comes(people.message(KAMLA, "/start"))

    await house.comes(people.message(KAMLA, f"/facilitator {KAMLA}"))

    assert house.wire.texts_to(KAMLA)[-1].startswith("This is not here, or it is not yours")


# --- joining -------------------------------------------------------------------------------------


@pytest.mark.both_engines
async def test_the_young_are_not_recorded(house: House) -> None:
    await set_up(house)
    link = house.wire.button(GROUP, "Join")
    await house.comes(people.message(MEENA, f"/start {link.partition('start=')[2]}"))
    await house.presses(MEENA, "agree")

    await house.presses(MEENA, "I am younger")

    assert house.alerts[-1].startswith("Members are 18 years or older. Nothing was recorded")


async def test_who_joined_is_told_her_number_and_shown_her_card(house: House) -> None:
    await living_group(house)

    assert house.wire.texts_to(SUNITA)[-2:] == [
        "Welcome! Your number in <b>Ujala</b> is <b>1</b>.",
        HOME,
    ]


async def test_kin_is_told_by_taps_and_taken_back_by_another(house: House) -> None:
    await living_group(house)
    link = house.wire.button(GROUP, "Join")
    house.wire.in_chat.add(MEENA)
    await house.comes(people.message(MEENA, f"/start {link.partition('start=')[2]}"))
    await house.presses(MEENA, "agree")
    await house.presses(MEENA, "18 or older")
    shown = []
    for _ in range(2):
        await house.presses(MEENA, "1 · Sunita")
        shown.append(next(iter(house.wire.buttons_to(MEENA))))

    assert shown == ["✅ 1 · Sunita", "1 · Sunita"]


async def test_a_member_without_a_phone_is_confirmed_by_another(house: House) -> None:
    await living_group(house, MEENA)
    await house.comes(people.message(SUNITA, "/add"), people.message(SUNITA, "Rani Devi"))

    await house.presses(MEENA, "Yes, that is right")

    assert (
        house.alerts[-1],
        house.wire.texts_to(GROUP)[-1],
        house.wire.texts_to(SUNITA)[-1].split("\n")[0],
    ) == (
        "Recorded: you said yes.",
        "Rani Devi has joined, number 3. Welcome!",
        "You asked in Ujala: 3 · Rani Devi becomes a member",
    )


async def test_who_asked_cannot_confirm_it_herself(house: House) -> None:
    await living_group(house, MEENA)
    await house.comes(people.message(SUNITA, "/add"), people.message(SUNITA, "Rani Devi"))
    carried = house.wire.button(MEENA, "Yes, that is right")

    await house.comes(people.tap(SUNITA, carried))

    assert house.alerts[-1].startswith("A second person must confirm this, not you.")


async def test_a_dialogue_is_left_by_a_word(house: House) -> None:
    await living_group(house)
    await house.comes(people.message(SUNITA, "/add"), people.message(SUNITA, "/cancel"))

    await house.comes(people.message(SUNITA, "Rani Devi"))

    assert house.wire.texts_to(SUNITA)[-1].startswith("<b>Ujala</b> · your number is 1")
