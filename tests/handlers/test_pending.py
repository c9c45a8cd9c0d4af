"""What waits over the wire: an attacker tries, her sister hears of it and stops it by one tap."""

import pytest

from tests.handlers import people
from tests.handlers.conftest import House, MakeHouse
from tests.handlers.people import ASHA, KAMLA, MEENA, SUNITA
from tests.handlers.stories import join, set_up, with_facilitator
from tests.handlers.test_joining_records import code_for, with_secretary

STRANGER = 9902

pytestmark = pytest.mark.both_engines


async def attacked(house: House) -> None:
    """A president makes a code for Kamla, a stranger shows it, the secretary confirms."""
    await with_secretary(house)
    code = await code_for(house, "Kamla", "Her phone is lost")
    await house.comes(people.message(STRANGER, f"/start claim_{code}"))
    await house.presses(MEENA, "Yes, that is right")


async def days_pass(house: House, days: int) -> None:
    """Let days pass, and the clock tick after each."""
    for _ in range(days):
        house.later(days=1)
        await house.service.tick()
        await house.service.idle()


async def test_the_owner_of_a_record_stops_its_move_by_one_tap(house: House) -> None:
    await attacked(house)
    asked = house.wire.texts_to(KAMLA)[-1].splitlines()[0]
    await house.presses(KAMLA, "This is not me")
    alert = house.alerts[-1]
    await days_pass(house, 3)
    await house.comes(people.message(KAMLA, "/me"), people.message(STRANGER, "/me"))

    assert asked == (
        "<b>Is this you?</b> Somebody wants your record on another phone: Kamla, number 3 in Ujala."
    )
    assert alert == "Stopped. Nothing has changed."
    assert "number 3" in house.wire.texts_to(KAMLA)[-1]
    assert "You are in no group." in house.wire.texts_to(STRANGER)[-1]
    assert "<b>Stopped:</b>" in str(house.wire.texts_to(SUNITA))


async def test_her_yes_on_the_old_phone_moves_it_at_once(house: House) -> None:
    await attacked(house)
    await house.presses(KAMLA, "Yes, it is me")

    assert house.wire.texts_to(STRANGER)[-1].startswith("<b>This is your record now, Kamla:</b>")


@pytest.mark.parametrize("is_undone", [True, False])
async def test_consent_taken_back_is_undone_within_a_day_or_the_name_goes(
    house: House, *, is_undone: bool
) -> None:
    await with_secretary(house)
    await house.comes(people.message(KAMLA, "/privacy"))
    await house.presses(KAMLA, "Take my consent back")
    ask = house.wire.button(KAMLA, "Yes, take it back")
    await house.presses(KAMLA, "Yes, take it back")
    await house.comes(people.tap(KAMLA, ask.replace("withdrawyes", "withdraw")))
    if is_undone:
        await house.presses(KAMLA, "Undo it")
    await days_pass(house, 1)
    await house.comes(people.message(KAMLA, "/me"))
    last = house.wire.texts_to(KAMLA)[-1]

    assert ("number 3" in last, "You are in no group." in last) == (is_undone, not is_undone)
    assert ("Your name and your words are erased. In" in str(house.wire.texts_to(KAMLA))) is (
        not is_undone
    )


async def test_a_facilitator_sees_the_move_and_stops_it(make_house: MakeHouse) -> None:
    house = await with_facilitator(make_house)
    await set_up(house)
    await house.presses(ASHA, "Admit the group")
    await join(house, SUNITA, MEENA)
    code = await code_for(house, "Meena", "Her phone is lost")
    await house.comes(people.message(STRANGER, code))
    buttons = set(house.wire.buttons_to(ASHA))
    await house.presses(ASHA, "Stop it")
    await days_pass(house, 3)
    await house.comes(people.message(STRANGER, "/me"))

    assert buttons >= {"✋ Stop it", "✅ I have seen her: at once"}
    assert "You are in no group." in house.wire.texts_to(STRANGER)[-1]
    assert "The facilitator stopped it." in str(house.wire.texts_to(MEENA))
