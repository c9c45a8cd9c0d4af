"""A person's record over the wire: taking consent back, her own phone, a lost phone, merging."""

import pytest

from tests.handlers import people
from tests.handlers.conftest import House
from tests.handlers.people import GROUP, KAMLA, MEENA, SUNITA
from tests.handlers.stories import join, living_group

# --- taking consent back --------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["/privacy", "/me"])
async def test_consent_is_taken_back_by_two_taps(house: House, command: str) -> None:
    await living_group(house, MEENA)
    await house.comes(people.message(MEENA, command))
    await house.presses(MEENA, "Take my consent back")
    asked = house.wire.texts_to(MEENA)[-1]
    await house.presses(MEENA, "Yes, take it back")

    assert asked.splitlines()[0] == "<b>Do you take your consent back?</b>"
    assert house.wire.texts_to(MEENA)[-1].splitlines() == [
        "<b>Your consent is taken back.</b> Your name and your words are erased.",
        "",
        (
            "In the books of Ujala you are number 2 and nothing more. "
            "Your Telegram is not tied to it any more."
        ),
    ]


async def test_the_leader_hears_of_it_by_number_and_nobody_is_named(house: House) -> None:
    await living_group(house, MEENA)
    await house.comes(people.message(MEENA, "/privacy"))
    await house.presses(MEENA, "Take my consent back")
    house.wire.mark = len(house.wire.calls)
    await house.presses(MEENA, "Yes, take it back")

    assert house.wire.texts_to(SUNITA)[-1].startswith(
        "Number 2 of Ujala has left and has taken her consent back."
    )
    assert "Meena" not in str(house.said_by_method())


async def test_a_second_tap_on_taking_it_back_changes_nothing(house: House) -> None:
    await living_group(house, MEENA)
    await house.comes(people.message(MEENA, "/privacy"))
    await house.presses(MEENA, "Take my consent back")
    yes = house.wire.button(MEENA, "Yes, take it back")
    await house.comes(people.tap(MEENA, yes), people.tap(MEENA, yes))

    assert house.alerts[-1] == "This was decided before. Nothing changed."


async def test_who_never_agreed_is_offered_nothing_to_take_back(house: House) -> None:
    await house.comes(people.message(KAMLA, "/privacy"))
    await house.comes(people.tap(KAMLA, "v1|withdraw"))

    assert house.wire.buttons_to(KAMLA) == {}
    assert house.alerts[-1].startswith("You are not yet a member of this group.")


async def test_who_left_comes_back_under_her_old_number(house: House) -> None:
    await living_group(house, MEENA, KAMLA)
    await house.comes(people.message(MEENA, "/me"))
    await house.presses(MEENA, "Leave the group")
    await house.presses(MEENA, "Yes, I leave")
    house.later(minutes=1)
    await join(house, MEENA)

    assert house.wire.texts_to(GROUP)[-1] == "Meena has joined, number 2. Welcome!"
