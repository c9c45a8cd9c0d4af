"""A person's record over the wire: taking consent back, her own phone, a lost phone, merging."""

import pytest

from groups.model.people import Role
from groups.store.roles import RoleAct, insert_role
from storage.tx import Tx
from tests.handlers import people
from tests.handlers.conftest import START, House
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


# --- a phone of her own, and a lost one -----------------------------------------------------------

NEW = 9901  # a Telegram account that the bot has not met


async def code_for(house: House, name: str, button: str) -> str:
    """Sunita makes a code by a member's card; she alone sees it."""
    await house.presses(SUNITA, "Members")
    await house.presses(SUNITA, name)
    await house.presses(SUNITA, button)
    return "".join(sign for sign in house.alerts[-1].partition(" is the code")[0] if sign != " ")


async def with_secretary(house: House) -> None:
    """Sunita is president, Meena becomes secretary, Kamla is a member."""
    await living_group(house, MEENA, KAMLA)

    def give(tx: Tx) -> None:
        [(member_id, group_id)] = tx.rows("SELECT id, group_id FROM members WHERE number = 2")
        act = RoleAct("r1", group_id, member_id, Role.SECRETARY, "given", member_id, None)
        insert_role(tx, act, at=START)

    await house.database.write(give)


@pytest.mark.parametrize("by_link", [True, False])
async def test_a_member_without_a_phone_gets_her_record_by_a_code(
    house: House, *, by_link: bool
) -> None:
    await with_secretary(house)
    await house.presses(SUNITA, "Members")
    await house.presses(SUNITA, "A sister without a phone")
    await house.comes(people.message(SUNITA, "Phoolmati"))
    await house.presses(MEENA, "Yes, that is right")
    code = await code_for(house, "Phoolmati", "She has a phone now")
    await house.comes(people.message(NEW, f"/start claim_{code}" if by_link else code))
    asked = house.wire.texts_to(MEENA)[-1].splitlines()[0]
    await house.presses(MEENA, "Yes, that is right")
    told = house.wire.texts_to(NEW)[-1].splitlines()
    await house.presses(NEW, "I agree")

    assert asked == "<b>Is this her phone?</b> Phoolmati, number 4, Ujala."
    assert (told[0], told[-1]) == (
        (
            "<b>This is your record now, Phoolmati:</b> number 4 in Ujala, "
            "on this phone and on no other."
        ),
        "Do you agree?",
    )
    assert "📿 Give my word" in house.wire.buttons_to(NEW)


async def test_a_lost_phone_is_a_strangers_at_once_and_hears_nothing(house: House) -> None:
    await with_secretary(house)
    code = await code_for(house, "Kamla", "Her phone is lost")
    await house.comes(people.message(NEW, code))
    heard = len(house.wire.texts_to(KAMLA))
    await house.presses(MEENA, "Yes, that is right")
    silent = len(house.wire.texts_to(KAMLA)) == heard
    await house.comes(people.message(KAMLA, "/me"))

    assert silent
    assert "You are in no group." in house.wire.texts_to(KAMLA)[-1]
    assert house.wire.texts_to(NEW)[-1].startswith("<b>This is your record now, Kamla:</b>")


async def test_a_wrong_code_is_told_and_guessing_ends(house: House) -> None:
    await with_secretary(house)
    for _ in range(6):
        await house.comes(people.message(NEW, "0000 0000"))
    texts = house.wire.texts_to(NEW)

    assert "You can try 4 more times within an hour." in texts[0]
    assert "Please wait an hour, or ask for a new code." in texts[4]
    assert texts[5].startswith("That were too many wrong codes.")


async def test_a_member_who_shows_anothers_code_hears_what_to_do(house: House) -> None:
    await with_secretary(house)
    code = await code_for(house, "Kamla", "Her phone is lost")
    await house.comes(people.message(MEENA, code))

    assert house.wire.texts_to(MEENA)[-1].startswith("You are number 2 of Ujala already.")
