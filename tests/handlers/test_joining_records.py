"""A person's record over the wire: withdrawing consent, a first phone, a lost phone, merging."""

import pytest

from groups.meetings.acts import meetings
from groups.people.effects.records import record_role
from groups.people.model.people import Actor, Role
from groups.people.store.groups import select_group_in_chat
from groups.people.store.persons import select_person_of_account
from groups.people.store.roles import RoleAct
from groups.registers.model.meeting import Mark, Register, RegisterLine
from storage.tx import Tx
from tests.handlers import people
from tests.handlers.conftest import START, House, MakeHouse
from tests.handlers.people import ASHA, GROUP, KAMLA, MEENA, SUNITA
from tests.handlers.stories import join, living_group, set_up, with_facilitator

# --- withdrawing consent --------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["/privacy", "/me"])
async def test_consent_is_taken_back_by_two_taps(house: House, command: str) -> None:
    await living_group(house, MEENA)
    await house.comes(people.message(MEENA, command))
    await house.presses(MEENA, "Take my consent back")
    asked = house.wire.texts_to(MEENA)[-1]
    await house.presses(MEENA, "Yes, take it back")

    assert asked.splitlines()[0] == "<b>Do you take your consent back?</b>"
    assert house.wire.texts_to(MEENA)[-1].splitlines() == [
        "<b>Your consent is taken back.</b> You are out of the group.",
        "",
        "The books of Ujala keep what was saved, under number 2. Remember this number.",
    ]
    assert "Until then you can undo it." in house.wire.texts_to(MEENA)[-2]


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


async def test_she_who_has_no_phone_takes_it_back_by_word_of_mouth(house: House) -> None:
    await living_group(house, MEENA, KAMLA)
    await house.presses(SUNITA, "Members")
    await house.presses(SUNITA, "A sister without a phone")
    await house.comes(people.message(SUNITA, "Phoolmati"))
    await house.presses(MEENA, "Yes, that is right")
    await house.presses(SUNITA, "Members")
    await house.presses(SUNITA, "Phoolmati")
    await house.presses(SUNITA, "She takes her consent back")
    asked = house.wire.texts_to(KAMLA)[-1].splitlines()
    await house.presses(KAMLA, "Yes, that is right")

    assert asked[1] == "She also takes her consent back: her name is erased for ever."
    assert house.wire.texts_to(SUNITA)[-2].startswith("Number 4 of Ujala has left and has taken")


async def test_who_left_comes_back_under_her_old_number(house: House) -> None:
    await living_group(house, MEENA, KAMLA)
    await house.comes(people.message(MEENA, "/me"))
    await house.presses(MEENA, "Leave the group")
    await house.presses(MEENA, "Yes, I leave")
    house.later(minutes=1)
    await join(house, MEENA)

    assert house.wire.texts_to(GROUP)[-1] == "Meena has joined, number 2. Welcome!"


# --- a first phone, and a lost one ----------------------------------------------------------------

NEW = 9901  # a Telegram account that the bot has not met


async def code_for(house: House, name: str, button: str) -> str:
    """Let Sunita make a code on a member's card; she alone sees the code."""
    await house.presses(SUNITA, "Members")
    await house.presses(SUNITA, name)
    await house.presses(SUNITA, button)
    return "".join(sign for sign in house.alerts[-1].partition(" is the code")[0] if sign != " ")


async def with_secretary(house: House) -> None:
    """A group with Sunita as president, Meena as secretary and the member Kamla."""
    await living_group(house, MEENA, KAMLA)

    def give(tx: Tx) -> None:
        [(member_id, group_id)] = tx.rows("SELECT id, group_id FROM members WHERE number = 2")
        act = RoleAct("r1", group_id, member_id, Role.SECRETARY, "given", member_id, None)
        record_role(tx, act, at=START)

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
    lines = house.wire.texts_to(NEW)[-1].splitlines()
    await house.presses(NEW, "I agree")

    assert asked == "<b>Is this her phone?</b> Phoolmati, number 4, Ujala."
    assert (lines[0], lines[-1]) == (
        (
            "<b>This is your record now, Phoolmati:</b> number 4 in Ujala, "
            "on this phone and on no other."
        ),
        "Do you agree?",
    )
    assert "📿 Give my word" in house.wire.buttons_to(NEW)


async def test_a_lost_phone_is_a_strangers_after_two_days(house: House) -> None:
    await with_secretary(house)
    code = await code_for(house, "Kamla", "Her phone is lost")
    await house.comes(people.message(NEW, code))
    await house.presses(MEENA, "Yes, that is right")
    waits = house.wire.texts_to(NEW)[-1].splitlines()[-1]
    house.later(days=2)
    await house.service.tick()
    await house.service.idle()
    await house.comes(people.message(KAMLA, "/me"))

    assert waits.startswith("This record has a phone already, so it moves to yours on Wednesday")
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


# --- lines marked as wrong ------------------------------------------------------------------------


async def with_a_meeting(make_house: MakeHouse) -> House:
    """Asha is the facilitator of Sunita's group, which held one meeting: Sunita came and saved."""
    house = await with_facilitator(make_house)
    await set_up(house)
    await house.presses(ASHA, "Admit the group")
    await join(house, SUNITA)

    def hold(tx: Tx) -> None:
        ids = iter(["m1", "m2", "m3", "m4"])
        person, group = select_person_of_account(tx, SUNITA), select_group_in_chat(tx, GROUP)
        assert person is not None
        assert group is not None
        leader = Actor(person.id)
        held = meetings.open_meeting(tx, leader, group.id, new_id=lambda: next(ids), at=START)
        [line] = meetings.register(tx, leader, held.id, at=START).lines
        body = Register((RegisterLine(line.member_id, Mark.PRESENT, line.due, 0),), line.due)
        meetings.close(tx, leader, held.id, body, new_id=lambda: next(ids), at=START)

    await house.database.write(hold)
    await house.service.tick()
    await house.service.idle()
    return house


async def test_what_was_recorded_for_her_is_marked_by_one_tap(make_house: MakeHouse) -> None:
    house = await with_a_meeting(make_house)
    await house.presses(SUNITA, "This is wrong")

    assert house.wire.texts_to(ASHA)[-1].splitlines()[:2] == [
        "<b>Sunita, number 1</b> (Ujala) says that a line of hers is wrong.",
        "What the register of 23 November 2026 says of her: paid ₹20.",
    ]


async def test_a_facilitator_finds_all_marked_lines_and_decides(make_house: MakeHouse) -> None:
    house = await with_a_meeting(make_house)
    await house.presses(SUNITA, "This is wrong")
    await house.comes(people.message(ASHA, "/groups"))
    await house.presses(ASHA, "Lines marked as wrong")
    await house.presses(ASHA, "It is right as it stands")
    await house.comes(people.message(ASHA, "I have seen the register"))

    assert house.wire.texts_to(SUNITA)[-1].splitlines() == [
        "The facilitator looked at your line of 23 November 2026: it stays as it is.",
        "Reason: I have seen the register",
    ]


async def test_who_is_no_facilitator_asks_for_the_lines_in_vain(house: House) -> None:
    await living_group(house)
    await house.comes(people.tap(SUNITA, "v1|disputes"))

    assert house.alerts[-1].startswith("This is not here, or it is not yours to see.")


async def test_when_nothing_is_marked_she_hears_so(make_house: MakeHouse) -> None:
    house = await with_facilitator(make_house)
    await house.comes(people.tap(ASHA, "v1|disputes"))

    assert house.alerts[-1] == "Nothing waits for you."
