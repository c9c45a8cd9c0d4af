"""What a member asks about herself and her group, and the weekly line."""

from groups.founding.acts import founding
from handlers.callback_data import pack
from tests.handlers import people
from tests.handlers.conftest import House, MakeHouse
from tests.handlers.people import ASHA, GROUP, KAMLA, MEENA, SUNITA
from tests.handlers.stories import agreed, join, living_group, set_up, with_facilitator


async def test_she_is_spoken_to_in_the_language_she_chose(house: House) -> None:
    await house.comes(people.message(SUNITA, "/language"))
    await house.presses(SUNITA, "हिन्दी")

    await house.comes(people.message(SUNITA, "/help"))

    assert house.wire.texts_to(SUNITA)[-1].startswith("<b>मैं क्या कर सकती हूँ</b>")


async def test_the_groups_language_is_not_hers(house: House) -> None:
    await living_group(house)
    await house.comes(people.message(SUNITA, "/language"))
    await house.presses(SUNITA, "हिन्दी")

    await house.comes(people.message(SUNITA, "/vouch", GROUP))

    assert house.wire.texts_to(GROUP)[-1].startswith("<b>For whom do you give your word?</b>")


async def test_an_office_bearer_changes_the_day_and_the_group_is_told(house: House) -> None:
    await living_group(house)
    await house.comes(people.message(SUNITA, "/settings"))
    await house.presses(SUNITA, "Meeting day")

    await house.presses(SUNITA, "Friday")

    assert (await house.database.read(agreed))[1] == 4


async def test_a_member_does_not_change_what_is_agreed(house: House) -> None:
    await living_group(house, MEENA)
    group = await house.database.read(founding.group_in_chat, GROUP)
    assert group is not None
    await house.comes(people.message(MEENA, "/settings"))
    offered = house.wire.buttons_to(MEENA)

    await house.comes(people.tap(MEENA, pack("gdayset", group.id, "4")))

    assert "Meeting day" not in str(offered)
    assert house.alerts[-1].startswith("This is for the president, secretary or treasurer.")


async def test_the_meeting_is_started_in_the_group_by_an_office_bearer(house: House) -> None:
    await living_group(house)

    await house.comes(people.message(SUNITA, "/meeting", GROUP))

    assert house.wire.button(GROUP, "Open the register").endswith("-register")


async def test_in_private_the_register_opens_at_once(house: House) -> None:
    await living_group(house)

    await house.comes(people.message(SUNITA, "/meeting"))

    assert house.wire.button(SUNITA, "register") == "https://saakh.example.org/app/register"


async def test_a_member_does_not_start_the_meeting(house: House) -> None:
    await living_group(house, MEENA)

    await house.comes(people.message(MEENA, "/meeting"))

    told = house.wire.texts_to(MEENA)[-1]
    assert told.endswith("The president, secretary or treasurer opens it.")
    assert "Next meeting: " in told


async def test_a_meeting_left_open_is_dropped_by_two_taps(house: House) -> None:
    await living_group(house)
    await house.comes(people.message(SUNITA, "/meeting"))
    house.later(days=1)
    await house.service.tick()
    await house.service.idle()
    await house.presses(SUNITA, "It did not take place")

    await house.presses(SUNITA, "Yes, there was no meeting")

    assert "did not take place" in house.wire.texts_to(SUNITA)[-1]


async def test_her_points_are_told_before_the_first_week(house: House) -> None:
    await living_group(house)

    await house.comes(people.message(SUNITA, "/points"))

    assert house.wire.texts_to(SUNITA)[-1].startswith("<b>⭐ 0 points</b>")


async def test_the_group_sees_its_standing(house: House) -> None:
    await living_group(house)

    await house.comes(people.message(SUNITA, "/group", GROUP))

    assert "Our standing comes after the first meetings." in house.wire.texts_to(GROUP)[-1]


async def test_a_stranger_is_shown_how_to_begin(house: House) -> None:
    await house.comes(people.message(KAMLA, "/start"))

    assert house.wire.button(KAMLA, "Add to a group") == (
        "https://t.me/saakh_practice_bot?startgroup=add&admin=pin_messages+delete_messages"
    )


async def test_a_button_of_another_time_is_answered(house: House) -> None:
    await house.comes(people.tap(KAMLA, "v0|something"))

    assert house.alerts == ["This button is old. Nothing was recorded. Write /start to begin anew."]


async def test_who_joined_before_is_shown_her_card(house: House) -> None:
    await living_group(house)
    house.wire.note()

    link = house.wire.button(GROUP, "Join")
    await house.comes(people.message(SUNITA, f"/start {link.partition('start=')[2]}"))

    assert house.wire.texts_to(SUNITA)[-1].startswith("<b>Ujala</b> · your number is 1")


async def test_the_weekly_line_comes_the_morning_after_and_can_be_disputed(
    make_house: MakeHouse,
) -> None:
    house = await with_facilitator(make_house)
    await set_up(house)
    await house.presses(ASHA, "Admit the group")
    await join(house, SUNITA)
    house.later(days=8)
    await house.service.tick()
    await house.service.idle()

    await house.presses(SUNITA, "This is wrong")

    assert "says that a line of hers is wrong" in house.wire.texts_to(ASHA)[-1]


async def test_a_facilitator_decides_a_dispute_with_a_reason(make_house: MakeHouse) -> None:
    house = await with_facilitator(make_house)
    await set_up(house)
    await house.presses(ASHA, "Admit the group")
    await join(house, SUNITA)
    house.later(days=8)
    await house.service.tick()
    await house.service.idle()
    await house.presses(SUNITA, "This is wrong")
    await house.presses(ASHA, "It is right as it stands")

    await house.comes(people.message(ASHA, "There was no meeting that week"))

    assert house.wire.texts_to(SUNITA)[-1].endswith("Reason: There was no meeting that week")
