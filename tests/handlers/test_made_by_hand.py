"""Forged updates that no phone sends: each is refused or handled."""

from typing import Any

from groups.founding.acts.founding import group_in_chat
from groups.messages.acts import inbox
from groups.people.model.group import Group
from groups.people.store.dialogues import select_dialogue
from groups.people.store.members import select_members
from groups.people.store.persons import select_person_of_account
from storage.tx import Tx
from tests.handlers import people
from tests.handlers.conftest import House
from tests.handlers.people import GROUP, KAMLA, MEENA, SUNITA
from tests.handlers.stories import living_group
from tests.handlers.wire import refused

STALE = "This button is old. Nothing was recorded. Write /start to begin anew."
NOT_HERE = "This is not here, or it is not yours to see."
OTHER = -1002
LONE = "\ud800"  # half a surrogate pair, which JSON can carry
FORGED = (
    *("", "v1", "v1|", "v0|home", "v1|nothing", "v1|HOME", "home", "v1|home|" + "a" * 60),
    *("v1|give|क|ख", f"v1|give|{LONE}|a", "v1|give|a\x00|b", "v1|give|a\u202e|b"),
)
NAMES = {
    "R" * 4096: "R" * 63 + "…",
    "\u200b" * 500 + "Rani": "Rani",
    f"Ra{LONE}ni": "Rani",
    "🙂👩\u200d🌾": "🙂👩\u200d🌾",
    "<b>Rani</b>": "<b>Rani</b>",
    "\u202eRani": "Rani",
}
UNKNOWN: tuple[dict[str, Any], ...] = (
    {"poll": {"id": "1"}},
    {"message_reaction": {"chat": people.chat(GROUP), "date": 1}},
    {"some_day": {"new": [1, 2]}},
    {"message": people.message(SUNITA, f"hello {LONE}", GROUP)["message"]},
    {},
)


def state(tx: Tx, update_id: int) -> str:
    """Return the state of an update in the inbox."""
    return str(tx.value("SELECT state FROM inbox WHERE update_id = :id", id=update_id))


def group_here(tx: Tx, chat_id: int = GROUP) -> Group:
    """Return the group of a chat."""
    group = group_in_chat(tx, chat_id)
    assert group is not None
    return group


def member_ids(tx: Tx) -> list[str]:
    """Return the ids of all members of the usual group."""
    return [member.id for member in select_members(tx, group_here(tx).id)]


async def parked(house: House) -> int:
    """Return the number of parked updates."""
    return len(await house.database.read(inbox.parked))


# --- buttons --------------------------------------------------------------------------------------


async def test_what_no_button_of_ours_carries_is_an_old_button(house: House) -> None:
    await living_group(house)
    alerts_before = len(house.alerts)

    await house.comes(*(people.tap(SUNITA, data) for data in FORGED))

    assert house.alerts[alerts_before:] == [STALE] * len(FORGED)


async def test_a_game_button_is_an_old_button(house: House) -> None:
    await living_group(house)
    update = people.tap(SUNITA, "")
    del update["callback_query"]["data"]

    await house.comes(update)

    assert house.alerts[-1] == STALE


async def test_a_tap_without_a_message_is_answered_all_the_same(house: House) -> None:
    await living_group(house)
    update = people.tap(SUNITA, "v1|nothing")
    del update["callback_query"]["message"]

    await house.comes(update | {"inline_message_id": "1"})

    assert house.alerts[-1] == STALE


async def test_parts_too_many_change_nothing_of_what_is_asked(house: House) -> None:
    await living_group(house, MEENA)
    group = await house.database.read(group_here)
    ids = await house.database.read(member_ids)

    await house.comes(people.tap(SUNITA, f"v1|give|{group.id}|{ids[1]}|and|more"))

    assert house.alerts[-1].startswith("Your word for Meena")


async def test_a_member_of_no_group_is_answered_as_one_that_is_not_there(house: House) -> None:
    await living_group(house, MEENA)
    ids = await house.database.read(member_ids)
    group = await house.database.read(group_here)

    await house.comes(
        people.tap(KAMLA, f"v1|member|{ids[0]}"),
        people.tap(KAMLA, "v1|member|nosuchperson"),
        people.tap(KAMLA, f"v1|members|{group.id}"),
        people.tap(KAMLA, "v1|members|nosuchgroup"),
    )

    assert [alert.startswith(NOT_HERE) for alert in house.alerts[-4:]] == [True] * 4
    assert len(set(house.alerts[-4:])) == 1


async def test_a_button_of_another_group_is_answered_as_one_that_is_not_there(
    house: House,
) -> None:
    await living_group(house, MEENA)
    await house.comes(people.bot_comes(KAMLA, OTHER, title="Other"))
    other = await house.database.read(group_here, OTHER)
    ids = await house.database.read(member_ids)

    await house.comes(people.tap(SUNITA, f"v1|give|{other.id}|{ids[1]}", GROUP))

    assert house.alerts[-1].startswith(NOT_HERE)


async def test_a_tap_that_is_too_old_to_be_answered_is_carried_out(house: House) -> None:
    await living_group(house, MEENA)
    group = await house.database.read(group_here)
    ids = await house.database.read(member_ids)
    house.wire.when("answerCallbackQuery", refused(400, "Bad Request: query is too old"))
    tap = people.tap(SUNITA, f"v1|give|{group.id}|{ids[1]}")

    await house.comes(tap, people.tap(SUNITA, f"v1|give|{group.id}|{ids[1]}"))

    assert "already" in house.alerts[-1] or "stands" in house.alerts[-1]


# --- links ----------------------------------------------------------------------------------------


async def test_a_link_to_nowhere_records_nothing(house: House) -> None:
    links = ("join_", "join_nosuchtoken", "set_nosuchtoken", "x", f"join_{LONE}")

    await house.comes(*(people.message(KAMLA, f"/start {link}") for link in links))

    assert (await parked(house), len(house.wire.texts_to(KAMLA))) == (0, len(links))


async def test_the_link_of_another_group_does_not_move_a_member(house: House) -> None:
    await living_group(house, MEENA)
    await house.comes(people.bot_comes(KAMLA, OTHER, title="Other"))
    other = await house.database.read(group_here, OTHER)

    await house.comes(people.message(MEENA, f"/start set_{other.start_token}"))

    assert house.wire.texts_to(MEENA)[-1].startswith("You are a member of another group")


# --- texts and names ------------------------------------------------------------------------------


async def test_signs_that_cannot_be_kept_fall_out_of_what_she_types(house: House) -> None:
    await living_group(house)
    await house.comes(people.message(SUNITA, "/add"))

    await house.comes(people.message(SUNITA, f"Ra\x00ni{LONE} \u202eDevi"))

    assert "<b>Rani Devi</b> is written down" in house.wire.texts_to(SUNITA)[-1]


async def test_a_name_is_kept_as_it_can_be_shown(house: House) -> None:
    names = {}
    for name in NAMES:
        update = people.message(KAMLA, "/start")
        update["message"]["from"]["first_name"] = name
        await house.comes(update)
        person = await house.database.read(select_person_of_account, KAMLA)
        names[name] = person.name if person else None

    assert names == NAMES


async def test_a_group_with_a_title_of_four_kilobytes_is_greeted(house: House) -> None:
    await house.comes(people.bot_comes(SUNITA, title="सखी " * 400))

    assert len((await house.database.read(group_here)).name) <= 64


# --- updates --------------------------------------------------------------------------------------


async def test_an_update_of_a_kind_that_we_do_not_know_is_done(house: House) -> None:
    updates = [{"update_id": people.next_number(), **update} for update in UNKNOWN]

    await house.comes(*updates)

    states = [await house.database.read(state, update["update_id"]) for update in updates]
    assert states == ["done"] * len(UNKNOWN)


async def test_nothing_half_done_is_left_by_an_edited_answer(house: House) -> None:
    await living_group(house)
    await house.comes(people.message(SUNITA, "/add"))
    update = people.message(SUNITA, "Rani Devi")
    update["edited_message"] = update.pop("message")

    await house.comes(update)

    person = await house.database.read(select_person_of_account, SUNITA)
    assert person is not None
    assert await house.database.read(select_dialogue, person.id) is not None
