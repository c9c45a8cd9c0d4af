"""Who was in the chat and has left it, or was removed, is seen there no more: she waits."""

from typing import Any

import pytest

from tests.handlers import people
from tests.handlers.conftest import House
from tests.handlers.people import GROUP, KAMLA, MEENA, SUNITA
from tests.handlers.stories import living_group
from tests.handlers.wire import refused

# The answers on the wire do not depend on the engine.
pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def removed(who: int, by: int, *, as_news: bool) -> dict[str, Any]:
    """Return the update that somebody has left, or was removed: to admins, or in the chat."""
    if not as_news:
        return people.message(by, "", GROUP, left_chat_member=people.user(who))
    body = {
        "chat": people.chat(GROUP),
        "from": people.user(by),
        "date": 1,
        "old_chat_member": {"user": people.user(who), "status": "member"},
        "new_chat_member": {"user": people.user(who), "status": "left"},
    }
    return {"update_id": people.next_number(), "chat_member": body}


async def follows_the_link(house: House) -> None:
    """Let Kamla follow the Join link and agree."""
    link = house.wire.button(GROUP, "Join")
    await house.comes(people.message(KAMLA, f"/start {link.partition('start=')[2]}"))
    await house.presses(KAMLA, "agree")


async def states(house: House) -> list[tuple[str, str]]:
    """Return the state of Kamla's membership."""
    return await house.database.read(
        lambda tx: tx.rows(
            "SELECT m.state, p.name FROM members m JOIN persons p ON p.id = m.person_id"
            " WHERE p.name = 'Kamla'"
        )
    )


async def test_who_is_removed_while_she_reads_the_notice_waits(house: House) -> None:
    await living_group(house, MEENA)
    house.wire.in_chat.add(KAMLA)
    await follows_the_link(house)
    house.wire.in_chat.discard(KAMLA)
    await house.presses(KAMLA, "18 or older")

    assert await states(house) == [("waiting", "Kamla")]


@pytest.mark.parametrize("by", [KAMLA, SUNITA])
@pytest.mark.parametrize("as_news", [True, False])
async def test_who_has_gone_is_not_taken_for_seen_where_telegram_says_nothing(
    house: House, by: int, *, as_news: bool
) -> None:
    await living_group(house, MEENA)
    await house.comes(people.message(KAMLA, "good morning", GROUP))
    await house.comes(removed(KAMLA, by, as_news=as_news))
    house.wire.when("getChatMember", refused(400, "Bad Request: member list is inaccessible"))
    house.wire.when("getChatMember", refused(400, "Bad Request: member list is inaccessible"))
    await follows_the_link(house)
    await house.presses(KAMLA, "18 or older")

    assert await states(house) == [("waiting", "Kamla")]


@pytest.mark.parametrize("as_news", [True, False])
async def test_who_goes_and_was_never_met_is_nobody(house: House, *, as_news: bool) -> None:
    await living_group(house, MEENA)
    await house.comes(removed(KAMLA, SUNITA, as_news=as_news))

    assert await states(house) == []


async def test_who_is_still_in_the_chat_joins_at_once(house: House) -> None:
    await living_group(house, MEENA)
    house.wire.in_chat.add(KAMLA)
    await follows_the_link(house)
    await house.presses(KAMLA, "18 or older")

    assert await states(house) == [("active", "Kamla")]


async def test_who_wrote_in_the_chat_joins_at_once_where_telegram_says_nothing(
    house: House,
) -> None:
    await living_group(house, MEENA)
    await house.comes(people.message(KAMLA, "good morning", GROUP))
    house.wire.when("getChatMember", refused(400, "Bad Request: member list is inaccessible"))
    house.wire.when("getChatMember", refused(400, "Bad Request: member list is inaccessible"))
    await follows_the_link(house)
    await house.presses(KAMLA, "18 or older")

    assert await states(house) == [("active", "Kamla")]
