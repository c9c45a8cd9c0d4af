"""A meeting held by buttons: names, exceptions, cash, close; nothing is lost or recorded twice."""

from collections.abc import Iterable

from groups.people.effects.records import record_role
from groups.people.model.people import Member, MemberState, Phone, Role
from groups.people.store.members import insert_member
from groups.people.store.persons import insert_person
from groups.people.store.roles import RoleAct
from storage.tx import Tx
from tests.handlers import people
from tests.handlers.conftest import START, House, MakeHouse
from tests.handlers.people import GROUP, KAMLA, MEENA, SUNITA
from tests.handlers.stories import living_group


async def opened(house: House, *members: int) -> None:
    """Make a group whose president has opened the register in her private chat."""
    await living_group(house, *members)
    await house.comes(people.message(SUNITA, "/meeting"))
    await house.presses(SUNITA, "By buttons")


async def closed(house: House) -> None:
    """Finish and close the register; the cash box holds what the books say."""
    for words in ("count the cash", "As the books say", "Close the meeting"):
        await house.presses(SUNITA, words)


async def recorded(house: House) -> list[tuple[str, int, int]]:
    """Return the recorded lines of the meeting's register."""
    return await house.database.read(
        lambda tx: tx.rows("SELECT mark, saved, extra FROM register_lines ORDER BY member_id")
    )


async def with_office(house: House, number: int) -> None:
    """Make a member treasurer, without a request."""

    def act(tx: Tx) -> None:
        [(member, group)] = tx.rows("SELECT id, group_id FROM members WHERE number = :n", n=number)
        given = RoleAct("office", group, member, Role.TREASURER, "given", "clock", None)
        record_role(tx, given, at=START)

    await house.database.write(act)


async def with_many(house: House, numbers: Iterable[int]) -> None:
    """Write members without a phone."""

    def act(tx: Tx) -> None:
        group = tx.value("SELECT group_id FROM members LIMIT 1")
        for n in numbers:
            insert_person(tx, f"p{n}", f"P{n}", is_named=True, at=START)
            insert_member(
                tx,
                Member(
                    f"m{n}",
                    group,
                    f"p{n}",
                    n,
                    "",
                    MemberState.ACTIVE,
                    Phone.NONE,
                    START.date(),
                    None,
                ),
            )

    await house.database.write(act)


async def test_all_names_stand_ready_present_and_paid(house: House) -> None:
    await opened(house, MEENA)

    assert list(house.wire.buttons_to(SUNITA)) == [
        "✅ 1 · Sunita · ₹20",
        "✅ 2 · Meena · ₹20",
        "✏️ Late, excused, another amount",
        "💰 Now count the cash",
        "It did not take place",
    ]


async def test_a_tap_on_a_name_says_that_she_did_not_come_and_another_that_she_did(
    house: House,
) -> None:
    await opened(house, MEENA)
    await house.presses(SUNITA, "2 · Meena")
    absent = list(house.wire.buttons_to(SUNITA))[1]
    await house.presses(SUNITA, "2 · Meena")

    assert (absent, list(house.wire.buttons_to(SUNITA))[1]) == (
        "❌ 2 · Meena · ₹0",
        "✅ 2 · Meena · ₹20",
    )


async def test_the_same_tap_twice_is_one(house: House) -> None:
    await opened(house, MEENA)
    tap = people.tap(SUNITA, house.wire.button(SUNITA, "2 · Meena"))
    again = people.tap(SUNITA, house.wire.button(SUNITA, "2 · Meena"))
    await house.comes(tap, again)

    assert list(house.wire.buttons_to(SUNITA))[1] == "❌ 2 · Meena · ₹0"


async def test_a_meeting_is_held_by_buttons_from_the_first_name_to_the_minutes(
    house: House,
) -> None:
    await opened(house, MEENA, KAMLA)
    await house.presses(SUNITA, "2 · Meena")
    await house.presses(SUNITA, "another amount")
    await house.presses(SUNITA, "3 · Kamla")
    await house.presses(SUNITA, "⏰ Late")
    await closed(house)

    assert house.wire.texts_to(GROUP)[-1].splitlines()[:3] == [
        "<b>Minutes of the meeting of 23 November 2026</b>",
        "",
        "Came: <b>2 of 3</b> · late 1",
    ]
    assert [mark for mark, *_ in await recorded(house)] == ["present", "absent", "late"]


async def test_another_amount_is_tapped_or_written(house: House) -> None:
    await opened(house, MEENA, KAMLA)
    for name, press, write in (("2 · Meena", "₹40", ""), ("3 · Kamla", "", "₹70")):
        await house.presses(SUNITA, "another amount")
        await house.presses(SUNITA, name)
        if press:
            await house.presses(SUNITA, press)
        else:
            await house.comes(people.message(SUNITA, write))
    await closed(house)

    assert await recorded(house) == [
        ("present", 2000, 0),
        ("present", 2000, 2000),
        ("present", 2000, 5000),
    ]


async def test_nothing_is_an_amount_too(house: House) -> None:
    await opened(house, MEENA)
    await house.presses(SUNITA, "another amount")
    await house.presses(SUNITA, "2 · Meena")
    await house.comes(people.message(SUNITA, "०"))

    assert list(house.wire.buttons_to(SUNITA))[1] == "✅ 2 · Meena · ₹0"


async def test_an_amount_that_cannot_be_read_is_asked_again(house: House) -> None:
    await opened(house, MEENA)
    await house.presses(SUNITA, "count the cash")
    await house.comes(people.message(SUNITA, "about four"))
    refused = house.wire.texts_to(SUNITA)[-1]
    await house.comes(people.message(SUNITA, "40"))

    assert refused.startswith("I could not read the cash. Nothing was recorded.")
    assert house.wire.texts_to(SUNITA)[-1].startswith("<b>Is the meeting of")


async def test_a_difference_asks_its_reason(house: House) -> None:
    await opened(house, MEENA)
    await house.presses(SUNITA, "count the cash")
    await house.comes(people.message(SUNITA, "35"))
    asked = house.wire.texts_to(SUNITA)[-1]
    await house.presses(SUNITA, "We do not know")
    await house.presses(SUNITA, "Close the meeting")

    assert "Difference: −\u2060₹5. Why?" in asked
    assert (
        "Cash in the box: ₹35, difference −\u2060₹5 (we do not know)"
        in house.wire.texts_to(GROUP)[-1]
    )


async def test_a_change_after_the_count_asks_again_why_they_differ(house: House) -> None:
    await opened(house, MEENA)
    await house.presses(SUNITA, "count the cash")
    await house.presses(SUNITA, "As the books say")
    await house.presses(SUNITA, "Back to the names")
    await house.presses(SUNITA, "2 · Meena")
    await house.presses(SUNITA, "Look at it all")

    assert "You counted <b>₹40</b>, the books say <b>₹20</b>." in house.wire.texts_to(SUNITA)[-1]


async def test_the_last_look_names_the_exceptions(house: House) -> None:
    await opened(house, MEENA)
    await house.presses(SUNITA, "2 · Meena")
    await house.presses(SUNITA, "count the cash")
    await house.presses(SUNITA, "As the books say")

    assert "2 · Meena: Absent, ₹0" in house.wire.texts_to(SUNITA)[-1].splitlines()


async def test_too_few_close_no_meeting(house: House) -> None:
    await opened(house, MEENA)
    await house.presses(SUNITA, "2 · Meena")
    await closed(house)

    assert house.alerts[-1].startswith("Only 1 came, 2 are needed. The meeting was not closed.")


async def test_a_second_tap_on_close_shows_the_minutes_again(house: House) -> None:
    await opened(house, MEENA)
    await closed(house)
    await house.presses(SUNITA, "Close the meeting")

    assert house.wire.texts_to(SUNITA)[-1].startswith("<b>Minutes of the meeting")
    assert len([text for text in house.wire.texts_to(GROUP) if "Minutes" in text]) == 1


async def test_an_old_card_of_a_closed_meeting_changes_nothing(house: House) -> None:
    await opened(house, MEENA)
    meena = house.wire.button(SUNITA, "2 · Meena")
    await closed(house)
    await house.comes(people.tap(SUNITA, meena))

    assert house.alerts[-1].startswith("The meeting of 23 November 2026 is closed already.")
    assert house.wire.texts_to(SUNITA)[-1].startswith("<b>Minutes of the meeting")


async def test_close_without_a_count_asks_for_the_count(house: House) -> None:
    await opened(house, MEENA)
    meeting = house.wire.button(SUNITA, "count the cash").rpartition("|")[2]
    await house.comes(people.tap(SUNITA, f"v1|close|{meeting}"))

    assert house.wire.texts_to(SUNITA)[-1].startswith("<b>Count the cash in the box.</b>")


async def test_a_meeting_that_was_not_held_is_dropped_or_kept(house: House) -> None:
    await opened(house, MEENA)
    await house.presses(SUNITA, "It did not take place")
    await house.presses(SUNITA, "No, keep it")
    first_button = next(iter(house.wire.buttons_to(SUNITA)))
    await house.presses(SUNITA, "It did not take place")
    await house.presses(SUNITA, "Yes, there was no meeting")

    assert (first_button, house.wire.texts_to(SUNITA)[-1]) == (
        "✅ 1 · Sunita · ₹20",
        "The meeting of Monday, 23 November 2026 did not take place. Nothing was recorded of it.",
    )


async def test_another_phone_takes_over_and_finds_what_was_tapped(house: House) -> None:
    await opened(house, MEENA)
    await with_office(house, 2)
    await house.presses(SUNITA, "2 · Meena")
    await house.comes(people.message(MEENA, "/meeting"))
    await house.presses(MEENA, "By buttons")
    text = house.wire.texts_to(MEENA)[-1]
    await house.presses(MEENA, "Go on with it here")

    assert text.startswith("Sunita has this register open now.")
    assert list(house.wire.buttons_to(MEENA))[1] == "❌ 2 · Meena · ₹0"


async def test_the_phone_it_was_taken_from_is_told_at_the_next_tap(house: House) -> None:
    await opened(house, MEENA)
    await with_office(house, 2)
    meeting = house.wire.button(SUNITA, "count the cash").rpartition("|")[2]
    await house.comes(people.tap(MEENA, f"v1|takereg|{meeting}"))
    await house.presses(SUNITA, "2 · Meena")

    assert house.alerts[-1].startswith("Meena has the register open now. Nothing was recorded.")
    assert list(house.wire.buttons_to(SUNITA)) == ["👉 Go on with it here", "🏠 Start"]


async def test_from_the_groups_chat_the_way_to_the_buttons_is_a_link(house: House) -> None:
    await living_group(house, MEENA)
    await house.comes(people.message(SUNITA, "/meeting", GROUP))
    link = house.wire.buttons_to(GROUP)["🔢 By buttons, in the chat"]
    await house.comes(people.message(SUNITA, f"/start {link.partition('start=')[2]}"))

    assert "🔢 By buttons, in the chat" in house.wire.buttons_to(SUNITA)


async def test_many_names_come_some_at_a_time(house: House) -> None:
    await living_group(house)
    await with_many(house, range(2, 22))
    await house.comes(people.message(SUNITA, "/meeting"))
    await house.presses(SUNITA, "By buttons")
    first = list(house.wire.buttons_to(SUNITA))
    await house.presses(SUNITA, "➡️")
    await house.presses(SUNITA, "21 · P21")

    assert (len(first), first[20], list(house.wire.buttons_to(SUNITA))[:2]) == (
        24,
        "➡️",
        ["❌ 21 · P21 · ₹0", "⬅️"],
    )


async def test_what_was_tapped_outlives_the_process(make_house: MakeHouse) -> None:
    house = await make_house()
    await opened(house, MEENA, KAMLA)
    await house.presses(SUNITA, "2 · Meena")
    await house.presses(SUNITA, "count the cash")
    await house.service.stop()
    again = await make_house()
    await again.comes(people.message(SUNITA, "40"))

    assert "2 · Meena: Absent, ₹0" in again.wire.texts_to(SUNITA)[-1].splitlines()


async def test_what_is_made_by_hand_is_refused(house: House) -> None:
    await opened(house, MEENA)
    button = house.wire.button(SUNITA, "2 · Meena")
    meeting, member = button.split("|")[2:4]
    refused = []
    for data in (
        f"v1|mark|{meeting}|{member}|dancing",
        f"v1|mark|{meeting}|nobody|absent",
        f"v1|line|{meeting}|nobody",
        f"v1|paid|{meeting}|{member}|-5",
        f"v1|counted|{meeting}|much",
        f"v1|why|{meeting}|luck",
        "v1|reg|nothing",
    ):
        await house.comes(people.tap(SUNITA, data))
        refused.append(house.alerts[-1].split(".")[0])

    assert refused == [
        "I could not read this answer",
        "This is not here, or it is not yours to see",
        "This is not here, or it is not yours to see",
        "I could not read this amount",
        "I could not read the cash",
        "I could not read this answer",
        "This is not here, or it is not yours to see",
    ]


async def test_a_member_without_office_sees_no_register(house: House) -> None:
    await opened(house, MEENA)
    meeting = house.wire.button(SUNITA, "count the cash").rpartition("|")[2]
    await house.comes(people.tap(MEENA, f"v1|reg|{meeting}"))

    assert house.alerts[-1].startswith("This is for the president, secretary")
