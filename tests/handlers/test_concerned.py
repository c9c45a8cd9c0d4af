"""A facilitator who founds a group hears who admits it, and the operator that it waits."""

import pytest

from handlers.service import TelegramService
from tests.handlers import people
from tests.handlers.conftest import House, MakeHouse
from tests.handlers.people import ASHA, GROUP, KAMLA

WAITING = "groups that nobody may moderate"


async def found(house: House, who: int) -> None:
    """Let a person add the bot to the group's chat and set the group up."""
    await house.comes(people.bot_comes(who, GROUP, title="Ujala"))
    link = house.wire.buttons_to(GROUP)["⚙️ Set up"]
    await house.comes(people.message(who, f"/start {link.partition('start=')[2]}"))
    await house.presses(who, "Ujala")
    await house.comes(people.message(who, "Rampur"))
    for words in ("English", "Monday", "15:00", "₹20", "save"):
        await house.presses(who, words)


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [it.getMessage() for it in caplog.records if WAITING in it.getMessage()]


async def test_she_hears_that_nobody_is_there_to_admit_it(make_house: MakeHouse) -> None:
    house = await make_house(facilitators=(ASHA,))
    await found(house, ASHA)

    assert "There is no other facilitator yet" in house.wire.texts_to(ASHA)[-1]


async def test_another_is_asked_and_admits_it(make_house: MakeHouse) -> None:
    house = await make_house(facilitators=(ASHA, KAMLA))
    await house.comes(people.message(KAMLA, "/start"))
    await found(house, ASHA)
    waits = house.wire.texts_to(ASHA)[-1]
    await house.presses(KAMLA, "Admit")

    assert "Now the facilitator looks at it" in waits
    assert "Ujala" in house.wire.texts_to(ASHA)[-1]
    assert not any("Admit" in words for words in house.wire.buttons_to(ASHA))


async def test_it_is_logged_at_the_start_how_many_groups_wait(
    make_house: MakeHouse, caplog: pytest.LogCaptureFixture
) -> None:
    house = await make_house(facilitators=(ASHA,))
    await found(house, ASHA)
    before = warnings(caplog)
    await _started_again(house.service)

    assert before == []
    assert [": 1." in line for line in warnings(caplog)] == [True]


async def _started_again(service: TelegramService) -> None:
    await service.stop()
    await service.start()
