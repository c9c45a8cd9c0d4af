"""The board in the group, a member's own board in private, and what only she is told."""

from groups.charter.acts import register_charter
from storage.database import Database
from tests.handlers import people
from tests.handlers.conftest import CHARTER, START, House, MakeHouse
from tests.handlers.people import GROUP, KAMLA, MEENA, SUNITA
from tests.handlers.stories import living_group

GIVEN = (
    "Your word for Sunita stands until 22 May 2027.\n4 of 5 beads left.\n"
    "It counts once you have 12 weeks of meetings and savings yourself, "
    "from 23 November 2026 at the earliest."
)


async def test_a_tap_on_the_board_is_answered_to_her_alone(house: House) -> None:
    await living_group(house, MEENA)
    await house.comes(people.message(MEENA, "/vouch", GROUP))
    house.wire.note()

    await house.presses(MEENA, "Sunita", GROUP)

    assert house.said_by_method() == {"answerCallbackQuery": [GIVEN]}


async def test_three_vouches_in_a_row_give_one_board(house: House) -> None:
    await living_group(house, MEENA, KAMLA)
    for who in (MEENA, MEENA, KAMLA):
        house.later(seconds=25)  # the second and the third on two sides of a full minute
        await house.comes(people.message(who, "/vouch", GROUP))

    boards = [it for it in house.wire.texts_to(GROUP) if "For whom do you give" in it]
    assert len(boards) == 1


async def test_what_she_is_told_of_weeks_and_days_stands_in_the_charter(
    make_house: MakeHouse, database: Database
) -> None:
    text = CHARTER.read_text().replace("voice_weeks = 12", "voice_weeks = 6")
    own = text.replace("days = 180", "days = 90").replace('"2026-11.2"', '"own"')
    house = await make_house(charter=await database.write(register_charter, own, START))
    await living_group(house, MEENA)
    await house.comes(people.message(MEENA, "/vouch"))
    await house.presses(MEENA, "Sunita")
    alert = house.alerts[-1]
    house.later(days=80)
    await house.presses(MEENA, "📿")

    assert "once you have 6 weeks of meetings" in alert
    assert next(iter(house.wire.buttons_to(MEENA))) == "🔄 Give it again for 90 days"


async def test_a_second_tap_changes_nothing(house: House) -> None:
    await living_group(house, MEENA)
    await house.comes(people.message(MEENA, "/vouch", GROUP))
    await house.presses(MEENA, "Sunita", GROUP)

    await house.presses(MEENA, "Sunita", GROUP)

    assert house.alerts[-1].startswith("Your word for Sunita stood already")


async def test_nobody_gives_her_word_for_herself(house: House) -> None:
    await living_group(house, MEENA)
    await house.comes(people.message(MEENA, "/vouch", GROUP))

    await house.presses(MEENA, "Meena", GROUP)

    assert house.alerts[-1].startswith("Nobody gives her word for herself. Nothing was recorded.")


async def test_whoever_in_the_chat_has_not_joined_is_told_to_join(house: House) -> None:
    await living_group(house, MEENA)
    await house.comes(people.message(MEENA, "/vouch", GROUP))

    await house.presses(KAMLA, "Sunita", GROUP)

    assert house.alerts[-1].startswith("You are not yet a member of this group.")


async def test_a_stranger_who_taps_the_board_from_elsewhere_learns_nothing(house: House) -> None:
    await living_group(house, MEENA)
    await house.comes(people.message(MEENA, "/vouch", GROUP))
    carried = house.wire.button(GROUP, "Sunita")

    await house.comes(people.tap(KAMLA, carried))

    assert house.alerts[-1].startswith("This is not here, or it is not yours to see.")


async def test_a_member_who_taps_a_name_that_is_not_there_learns_no_more(house: House) -> None:
    await living_group(house, MEENA)
    await house.comes(people.message(MEENA, "/vouch", GROUP))
    carried = house.wire.button(GROUP, "Sunita").rpartition("|")[0]

    await house.comes(people.tap(MEENA, f"{carried}|nobody", GROUP))

    assert house.alerts[-1].startswith("This is not here, or it is not yours to see.")


async def test_a_word_is_taken_back_in_private_and_nobody_is_told(house: House) -> None:
    await living_group(house, MEENA)
    await house.comes(people.message(MEENA, "/vouch"))
    await house.presses(MEENA, "Sunita")
    await house.presses(MEENA, "📿")

    await house.presses(MEENA, "Take my word back")

    assert house.alerts[-1] == (
        "You took back your word for Sunita. Nobody is told.\n5 of 5 beads left."
    )


async def test_her_own_board_shows_where_her_beads_stand(house: House) -> None:
    await living_group(house, MEENA)
    await house.comes(people.message(MEENA, "/vouch"))

    await house.presses(MEENA, "Sunita")

    assert list(house.wire.buttons_to(MEENA)) == ["📿 1 · Sunita", "🏠 Start"]


async def test_the_board_counts_from_one_and_leads_to_the_app(house: House) -> None:
    await living_group(house, MEENA)

    await house.comes(people.message(SUNITA, "/vouch", GROUP))

    assert list(house.wire.buttons_to(GROUP)) == ["1 · Sunita", "2 · Meena", "📿 My beads"]


async def test_she_whose_membership_rests_takes_her_word_back(house: House) -> None:
    await living_group(house, MEENA)
    await house.comes(people.message(MEENA, "/vouch"))
    await house.presses(MEENA, "Sunita")
    await house.database.write(
        lambda tx: tx.run("UPDATE members SET state = 'frozen' WHERE number = 2")
    )
    await house.presses(MEENA, "📿")

    await house.presses(MEENA, "Take my word back")

    assert house.alerts[-1].startswith("You took back your word for Sunita.")
