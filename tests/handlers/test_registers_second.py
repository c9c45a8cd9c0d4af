"""A register by buttons whose cash differs much: it closes once a second person has said yes."""

from tests.handlers import people
from tests.handlers.conftest import House
from tests.handlers.people import GROUP, MEENA, SUNITA
from tests.handlers.test_registers import opened, recorded, with_office


async def test_a_large_difference_closes_once_a_second_person_has_said_yes(house: House) -> None:
    await opened(house, MEENA)
    await with_office(house, 2)
    await house.presses(SUNITA, "count the cash")
    await house.comes(people.message(SUNITA, "300"))
    await house.presses(SUNITA, "Found money")
    await house.presses(SUNITA, "Close the meeting")
    asked = house.wire.texts_to(SUNITA)[-1]
    before = await recorded(house)
    await house.presses(MEENA, "Yes, that is right")

    assert asked.startswith("<b>The cash differs by ₹260.</b> The meeting closes once a second")
    assert (before, len(await recorded(house))) == ([], 2)
    assert any("difference ₹260 (found money)" in it for it in house.wire.texts_to(GROUP))
