"""The members' cards: names, freezing, leaving; and the groups of a facilitator."""

import itertools

import pytest

from groups.programme.acts import facilitators
from tests.handlers import people
from tests.handlers.conftest import START, House, MakeHouse
from tests.handlers.people import ASHA, GROUP, KAMLA, MEENA, SUNITA
from tests.handlers.stories import living_group, set_up


async def look_after(house: House, *members: int) -> None:
    """Make a living group; then Asha, now a head, takes it over."""
    await living_group(house, *members)
    ids = itertools.count()
    await house.database.write(
        facilitators.appoint_heads, (ASHA,), new_id=lambda: f"head{next(ids)}", at=START
    )
    await house.comes(people.message(ASHA, "/groups"))
    await house.presses(ASHA, "🤝 Ujala")


async def test_a_head_takes_over_a_group_from_her_list_and_its_chat_hears_of_it(
    house: House,
) -> None:
    await look_after(house, MEENA)

    heard = [text for text in house.wire.texts_to(GROUP) if text.startswith("Asha")]
    assert heard == ["Asha looks after the group."]  # before or after the pinned message changes
    assert list(house.wire.buttons_to(ASHA)) == ["1 · Sunita", "2 · Meena", "🏠 Start"]


async def test_a_facilitator_lets_a_membership_rest_and_go_on(house: House) -> None:
    await look_after(house, MEENA)
    await house.presses(ASHA, "Meena")
    await house.presses(ASHA, "rest")
    rests = list(house.wire.buttons_to(ASHA))
    await house.presses(ASHA, "go on")

    assert (rests[1], list(house.wire.buttons_to(ASHA))[1]) == (
        "▶️ Let it go on",
        "⏸️ Let the membership rest",
    )


async def test_she_whose_membership_rests_and_goes_on_is_told(house: House) -> None:
    await look_after(house, MEENA)
    await house.presses(ASHA, "Meena")
    await house.presses(ASHA, "rest")
    await house.presses(ASHA, "go on")

    assert house.wire.texts_to(MEENA)[-2:] == [
        (
            "Your membership in <b>Ujala</b> rests for now. Your record stays. "
            "Please talk with the facilitator."
        ),
        "Your membership in <b>Ujala</b> goes on.",
    ]


async def test_an_office_bearer_corrects_a_name_and_its_owner_is_told(house: House) -> None:
    await living_group(house, MEENA)
    await house.presses(SUNITA, "Members")
    await house.presses(SUNITA, "Meena")
    await house.presses(SUNITA, "Correct the name")
    await house.comes(people.message(SUNITA, "Meena Devi"))

    assert (house.wire.texts_to(SUNITA)[-1], house.wire.texts_to(MEENA)[-1]) == (
        "Number 2 is called <b>Meena Devi</b> from now on.",
        (
            "Sunita has written your name anew: <b>Meena Devi</b>. "
            "If it is wrong, put it right with /me."
        ),
    )


async def test_she_corrects_her_own_name(house: House) -> None:
    await living_group(house, MEENA)
    await house.comes(people.message(MEENA, "/me"))
    await house.presses(MEENA, "Correct the name")
    await house.comes(people.message(MEENA, "Meena Kumari"))

    assert house.wire.texts_to(MEENA)[-1] == "Number 2 is called <b>Meena Kumari</b> from now on."


async def test_a_member_is_offered_nothing_about_another(house: House) -> None:
    await living_group(house, MEENA, KAMLA)
    await house.presses(SUNITA, "Members")
    kamla = house.wire.button(SUNITA, "Kamla")
    await house.comes(people.tap(MEENA, kamla))

    assert list(house.wire.buttons_to(MEENA)) == ["⬅️ Back"]


@pytest.mark.parametrize("verb", ["freeze", "thaw", "rename", "leaves"])
async def test_what_was_not_offered_is_refused_when_made_by_hand(house: House, verb: str) -> None:
    await living_group(house, MEENA, KAMLA)
    await house.presses(SUNITA, "Members")
    kamla = house.wire.button(SUNITA, "Kamla").rpartition("|")[2]
    await house.comes(people.tap(MEENA, f"v1|{verb}|{kamla}"))

    assert house.alerts[-1].startswith("This is for the ")


@pytest.mark.parametrize(
    "verb", ["members", "member", "freeze", "rename", "leaves", "takeover", "kin|kin", "kinset|kin"]
)
async def test_a_stranger_hears_the_same_of_what_is_there_and_what_is_not(
    house: House, verb: str
) -> None:
    await living_group(house, MEENA)
    await house.presses(SUNITA, "Members")
    member = house.wire.button(SUNITA, "Meena").rpartition("|")[2]
    group = (await house.database.read(lambda tx: tx.rows("SELECT id FROM groups")))[0][0]
    there = group if verb in {"members", "takeover"} else member
    await house.comes(people.tap(KAMLA, f"v1|{verb}|{there}"))
    await house.comes(people.tap(KAMLA, f"v1|{verb}|nothing"))

    assert house.alerts[-1] == house.alerts[-2]
    assert house.alerts[-1].startswith("This is not here, or it is not yours to see.")


async def test_a_member_without_a_phone_leaves_by_two_persons(house: House) -> None:
    await living_group(house, MEENA, KAMLA)
    await house.presses(SUNITA, "Members")
    await house.presses(SUNITA, "A sister without a phone")
    await house.comes(people.message(SUNITA, "Phoolmati"))
    await house.presses(MEENA, "Yes, that is right")
    await house.presses(SUNITA, "Members")
    await house.presses(SUNITA, "Phoolmati")
    await house.presses(SUNITA, "She leaves")
    asked = house.wire.texts_to(KAMLA)[-1]
    await house.presses(KAMLA, "Yes, that is right")

    assert (asked.splitlines()[0], house.wire.texts_to(SUNITA)[-2:]) == (
        "<b>Does she leave the group?</b> Phoolmati, number 4, Ujala.",
        [
            "Phoolmati, number 4, has left Ujala.",
            (
                "You asked in Ujala: 4 · Phoolmati leaves the group\n\n"
                "A second person said yes. It is recorded."
            ),
        ],
    )


async def test_the_kin_of_one_without_a_phone_is_told_with_a_second_person(
    house: House,
) -> None:
    await living_group(house, MEENA, KAMLA)
    await house.comes(people.message(SUNITA, "/add"), people.message(SUNITA, "Phoolmati"))
    await house.presses(SUNITA, "Her relatives")
    await house.presses(SUNITA, "2 · Meena")

    assert (house.alerts[-1], house.wire.texts_to(MEENA)[-1].splitlines()[0]) == (
        "Meena: a second person is asked first. Nothing has changed yet.",
        "<b>Are they relatives?</b> Meena and Phoolmati, Ujala.",
    )


async def test_her_household_is_told_later_with_a_second_person(house: House) -> None:
    await living_group(house, MEENA, KAMLA)
    await house.comes(people.message(SUNITA, "/add"), people.message(SUNITA, "Phoolmati"))
    await house.presses(MEENA, "Yes, that is right")
    await house.presses(SUNITA, "Members")
    await house.presses(SUNITA, "Phoolmati")
    await house.presses(SUNITA, "Her household")
    await house.presses(SUNITA, "3 · Kamla")

    assert (house.alerts[-1], house.wire.texts_to(KAMLA)[-1].splitlines()[0]) == (
        "Kamla: a second person is asked first. Nothing has changed yet.",
        "<b>Do they live in one house?</b> Kamla and Phoolmati, Ujala.",
    )


async def test_a_facilitator_tells_of_kin_too(house: House) -> None:
    await look_after(house, MEENA, KAMLA)
    await house.comes(people.message(SUNITA, "/add"), people.message(SUNITA, "Phoolmati"))
    await house.presses(MEENA, "Yes, that is right")
    await house.comes(people.message(ASHA, "/groups"))
    await house.presses(ASHA, "Ujala")
    await house.presses(ASHA, "Phoolmati")
    await house.presses(ASHA, "Her relatives")
    await house.presses(ASHA, "2 · Meena")

    assert house.alerts[-1].startswith("Meena: a second person is asked first.")


async def test_a_head_dismisses_a_facilitator_by_two_taps(make_house: MakeHouse) -> None:
    house = await make_house(facilitators=(ASHA,))
    await house.comes(people.message(ASHA, "/start"), people.message(MEENA, "/start"))
    await house.comes(people.message(ASHA, f"/facilitator {MEENA}"))
    offered = list(house.wire.buttons_to(ASHA))
    await house.presses(ASHA, "✖️ Meena")
    await house.presses(ASHA, "one no more")

    assert (offered, house.wire.buttons_to(ASHA)) == (["✖️ Meena"], {})
    assert house.wire.texts_to(ASHA)[-1].splitlines()[1] == "Asha"


@pytest.mark.parametrize("verb", ["unname", "unnameyes"])
async def test_nobody_else_dismisses_a_facilitator(make_house: MakeHouse, verb: str) -> None:
    house = await make_house(facilitators=(ASHA,))
    await house.comes(people.message(ASHA, "/start"), people.message(MEENA, "/start"))
    await house.comes(people.message(ASHA, f"/facilitator {MEENA}"))
    meena = house.wire.button(ASHA, "✖️ Meena").rpartition("|")[2]
    for person in (meena, "nobody"):
        await house.comes(people.tap(KAMLA, f"v1|{verb}|{person}"))

    assert house.alerts[-1] == house.alerts[-2]
    assert house.alerts[-1].startswith("This is not here, or it is not yours to see.")


async def test_an_office_bearer_gives_the_group_another_name_and_village(house: House) -> None:
    await living_group(house, MEENA)
    for button, words in (("Name", "Ujala Mahila"), ("Village", "Sonpur")):
        await house.comes(people.message(SUNITA, "/settings"))
        await house.presses(SUNITA, button)
        await house.comes(people.message(SUNITA, words))

    ends = [text.splitlines()[-1] for text in house.wire.texts_to(GROUP)]  # the pinned one's too
    assert [line for line in ends if line.startswith(("Name", "Village"))] == [
        "Name: <b>Ujala Mahila</b>",
        "Village: <b>Sonpur</b>",
    ]
    assert house.wire.texts_to(SUNITA)[-1].startswith("<b>What Ujala Mahila has agreed</b>")


async def test_a_member_gives_the_group_no_other_name(house: House) -> None:
    await living_group(house, MEENA)
    await house.comes(people.message(SUNITA, "/settings"))
    await house.comes(people.tap(MEENA, house.wire.button(SUNITA, "Name")))

    assert house.alerts[-1].startswith("This is for the president, secretary")


async def test_she_leaves_by_two_taps(house: House) -> None:
    await living_group(house, MEENA)
    await house.comes(people.message(MEENA, "/me"))
    await house.presses(MEENA, "Leave the group")
    await house.presses(MEENA, "Yes, I leave")

    assert house.wire.texts_to(MEENA)[-1].startswith("You have left <b>Ujala</b>.")


async def test_a_second_tap_on_leaving_changes_nothing(house: House) -> None:
    await living_group(house, MEENA)
    await house.comes(people.message(MEENA, "/me"))
    await house.presses(MEENA, "Leave the group")
    leaves = house.wire.button(MEENA, "Yes, I leave")
    await house.comes(people.tap(MEENA, leaves), people.tap(MEENA, leaves))

    assert house.alerts[-1] == "This was decided before. Nothing changed."


async def test_who_is_no_office_bearer_is_refused_before_she_writes_a_name(house: House) -> None:
    await living_group(house, MEENA)
    await house.comes(people.message(MEENA, "/add"))

    assert house.wire.texts_to(MEENA)[-1].startswith("This is for the president, secretary")


async def test_she_reads_her_own_telegram_number(house: House) -> None:
    await living_group(house, MEENA)
    await house.comes(people.message(MEENA, "/me"))

    assert f"Your Telegram number is {MEENA}." in house.wire.texts_to(MEENA)[-1]


async def test_a_second_tap_on_the_check_finds_the_group_set_up(house: House) -> None:
    await set_up(house)
    check = house.wire.button(SUNITA, "save")
    await house.comes(people.tap(SUNITA, check))

    assert house.wire.texts_to(SUNITA)[-1].startswith("<b>Ujala</b> is set up and has begun.")


@pytest.mark.parametrize(
    "data", ["v1|gdayset|x|9", "v1|tie|cousin|x", "v1|tiesdone|cousin", "v1|kin|cousin|x"]
)
async def test_a_button_made_by_hand_is_refused_like_any_other(house: House, data: str) -> None:
    await living_group(house, MEENA)
    await house.comes(people.tap(MEENA, data))

    assert house.alerts[-1].startswith("I could not read this answer. Nothing was recorded.")


async def test_many_groups_are_shown_some_at_a_time(make_house: MakeHouse) -> None:
    house = await make_house(facilitators=(ASHA,))
    await house.comes(people.message(ASHA, "/start"))
    house.wire.in_chat_as[ASHA] = people.CREATOR
    for number in range(22):
        await house.comes(people.bot_comes(SUNITA, -2000 - number, title=f"G{number:02}"))
        link = house.wire.buttons_to(-2000 - number)["⚙️ Set up"]
        await house.comes(people.message(SUNITA, f"/start {link.partition('start=')[2]}"))
        await house.presses(SUNITA, f"G{number:02}")
        await house.comes(people.message(SUNITA, "Rampur"))
        for words in ("English", "Monday", "15:00", "₹20", "save"):
            await house.presses(SUNITA, words)
        await house.presses(ASHA, "Admit")
    await house.comes(people.message(ASHA, "/groups"))
    first = list(house.wire.buttons_to(ASHA))
    await house.presses(ASHA, "➡️")

    assert (len(first), first[-1], list(house.wire.buttons_to(ASHA))) == (
        21,
        "➡️",
        ["👭 G20", "👭 G21", "⬅️"],
    )


async def test_a_facilitator_whose_kin_is_a_member_gives_the_group_up(
    make_house: MakeHouse,
) -> None:
    house = await make_house()
    await look_after(house, MEENA)
    await house.presses(ASHA, "Meena")
    await house.presses(ASHA, "She is my relative")
    asked = house.wire.texts_to(ASHA)[-1]
    await house.presses(ASHA, "Yes, she is my relative")

    assert "Is 2 · Meena your relative" in asked.replace("<b>", "").replace("</b>", "")
    assert house.wire.texts_to(ASHA)[-1].endswith("waits until there is one.")


async def test_a_facilitator_who_has_second_thoughts_keeps_the_group(
    make_house: MakeHouse,
) -> None:
    house = await make_house()
    await look_after(house, MEENA)
    await house.presses(ASHA, "Meena")
    before = house.wire.texts_to(ASHA)[-1]
    await house.presses(ASHA, "She is my relative")
    await house.presses(ASHA, "✖️ No")

    assert house.wire.texts_to(ASHA)[-1] == before
