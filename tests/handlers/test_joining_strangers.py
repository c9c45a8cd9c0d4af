"""A stranger with the join link: what she is told before and after somebody confirms her."""

import pytest

from groups.people.model.dialogue import Dialogue
from groups.people.store.dialogues import upsert_dialogue
from groups.people.store.persons import select_person_of_account
from storage.tx import Tx
from tests.handlers import people
from tests.handlers.conftest import START, House
from tests.handlers.people import GROUP, KAMLA, MEENA, SUNITA
from tests.handlers.stories import living_group
from tests.handlers.wire import refused

# The answers on the wire do not depend on the engine.
pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

SECRETS = ("Sunita", "Meena", "Rampur", "₹20", "Monday", "15:00")


async def asks_to_join(house: House) -> None:
    """Let Kamla, whom nobody has seen in the chat, follow the link and answer."""
    link = house.wire.button(GROUP, "Join")
    await house.comes(people.message(KAMLA, f"/start {link.partition('start=')[2]}"))
    await house.presses(KAMLA, "agree")
    await house.presses(KAMLA, "18 or older")


def learnt_by(house: House, who: int) -> list[str]:
    """Return what was said to her of the group, in texts, buttons and alerts."""
    said = [
        str(call.params)
        for call in house.wire.calls
        if call.params.get("chat_id") == who or call.method == "answerCallbackQuery"
    ]
    return [secret for secret in SECRETS if any(secret in it for it in said)]


async def test_a_stranger_who_agrees_learns_the_groups_name_and_no_more(house: House) -> None:
    await living_group(house, MEENA)
    house.wire.calls.clear()
    link = "join_" + (await house.database.read(_token))

    await house.comes(people.message(KAMLA, f"/start {link}"))
    await house.presses(KAMLA, "agree")
    await house.presses(KAMLA, "18 or older")
    for data in ("v1|tie|kin|x", "v1|tiesdone|kin", "v1|tiesdone|household", "v1|home", "v1|me"):
        await house.comes(people.tap(KAMLA, data))
    for command in ("/settings", "/group", "/points", "/vouch", "/loan", "/meeting", "/me"):
        await house.comes(people.message(KAMLA, command))

    assert "Ujala" in str(house.wire.texts_to(KAMLA))
    assert learnt_by(house, KAMLA) == []


async def test_where_telegram_says_nothing_she_learns_the_name_alone(house: House) -> None:
    await living_group(house, MEENA)
    house.wire.when("getChatMember", refused(400, "Bad Request: member list is inaccessible"))
    alerts_before = len(house.alerts)

    await asks_to_join(house)

    assert [it for it in SECRETS if it in str(house.wire.texts_to(KAMLA))] == []
    assert not any(alert for alert in house.alerts[alerts_before:])


async def test_once_confirmed_she_is_asked_for_her_kin(house: House) -> None:
    await living_group(house, MEENA)
    await asks_to_join(house)
    await house.presses(SUNITA, "Yes, that is right")

    assert "Welcome! Your number" in str(house.wire.texts_to(KAMLA))
    await house.presses(KAMLA, "Meena")
    assert "Relative: Meena" in await _about(house)


async def test_who_is_asked_something_else_is_not_asked_for_her_kin(house: House) -> None:
    await living_group(house, MEENA)
    await asks_to_join(house)
    await house.database.write(_asked_something)
    await house.presses(SUNITA, "Yes, that is right")

    assert "Welcome! Your number" in str(house.wire.texts_to(KAMLA))
    assert "your <b>relative</b>" not in str(house.wire.texts_to(KAMLA))


async def test_who_is_in_the_chat_reads_village_and_saving(house: House) -> None:
    await living_group(house, MEENA)
    house.wire.in_chat.add(KAMLA)

    await asks_to_join(house)

    assert "Rampur" in str(house.wire.texts_to(KAMLA))
    assert "₹20" in str(house.wire.texts_to(KAMLA))


def _token(tx: Tx) -> str:
    return str(tx.value("SELECT start_token FROM groups"))


def _asked_something(tx: Tx) -> None:
    person = select_person_of_account(tx, KAMLA)
    assert person is not None
    asked = Dialogue(person.id, "settings_word", "", "name", {})
    upsert_dialogue(tx, asked, at=START)


async def _about(house: House) -> str:
    await house.comes(people.message(KAMLA, "/me"))
    return house.wire.texts_to(KAMLA)[-1]
