"""What waits is said again over the wire: the same card with since when, or a list that opens."""

from itertools import count

from groups.founding.acts.founding import group_in_chat
from groups.joining.acts import joining
from groups.people.acts import persons as people_acts
from storage.tx import Tx
from tests.handlers.conftest import House
from tests.handlers.people import GROUP, MEENA, SUNITA
from tests.handlers.stories import living_group


async def add(house: House, *names: str) -> None:
    """Let Sunita add members without a phone; a second member is asked for each."""
    ids = count()

    def act(tx: Tx) -> None:
        actor, group = people_acts.person_of(tx, SUNITA), group_in_chat(tx, GROUP)
        assert actor is not None
        assert group is not None
        for name in names:
            new_id, at = (lambda: f"added{next(ids)}"), house.times["now"]
            joining.add_without_phone(tx, actor, group.id, name, new_id=new_id, at=at)

    await house.database.write(act)


async def a_week_later(house: House) -> None:
    """Move the clock on by a week, and let it look."""
    house.later(days=7)
    await house.service.tick()
    await house.service.idle()


async def test_one_thing_is_its_own_card_with_the_day_and_its_buttons(house: House) -> None:
    await living_group(house, MEENA)
    await add(house, "Phoolmati")
    await a_week_later(house)
    card = house.wire.texts_to(MEENA)[-1]

    await house.presses(MEENA, "Yes, that is right")

    assert card.startswith(
        "⏳ <b>This still waits for you, since 23 November 2026.</b>\n\n<b>Is she one of you?</b>"
    )
    assert await house.database.read(
        lambda tx: tx.rows("SELECT state FROM second_person WHERE kind = 'member'")
    ) == [("confirmed",)]


async def test_a_list_opens_the_cards(house: House) -> None:
    await living_group(house, MEENA)
    await add(house, "Phoolmati", "Dulari")
    await a_week_later(house)
    before = house.wire.texts_to(MEENA)

    await house.presses(MEENA, "Show me what waits")

    assert before[-1] == (
        "<b>⏳ This still waits for you:</b>\n\n"
        "Ujala: 2 requests for a second person, since 23 November 2026"
    )
    assert [text.count("Is she one of you?") for text in house.wire.texts_to(MEENA)[-2:]] == [1, 1]


async def test_a_list_of_what_is_done_says_that_nothing_waits(house: House) -> None:
    await living_group(house, MEENA)
    await add(house, "Phoolmati", "Dulari")
    await a_week_later(house)
    await house.database.write(lambda tx: tx.run("UPDATE second_person SET state = 'lapsed'"))

    await house.presses(MEENA, "Show me what waits")

    assert house.alerts[-1] == "Nothing waits for you."


async def test_the_meeting_is_started_from_the_reminder_of_its_day(house: House) -> None:
    await living_group(house, MEENA)
    house.later(days=7, hours=-2)
    await house.service.tick()
    await house.service.idle()
    reminder = house.wire.texts_to(SUNITA)[-1]

    await house.presses(SUNITA, "Start the meeting")

    assert reminder.startswith("<b>Today is your meeting day</b>")
    assert house.wire.button(SUNITA, "register") == "https://saakh.example.org/app/register"
