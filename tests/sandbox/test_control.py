"""The routes of the page and of tests."""

from datetime import timedelta

import pytest
from aiohttp import ClientSession
from telegram import Bot

from sandbox.clock import real_time
from sandbox.driver import Refused, VillageDriver
from sandbox.world import KEPT_MESSAGES
from tests.sandbox.conftest import GROUP, LEADER, MEENA, SUNITA, Serve, Served, refusal


async def test_people_are_listed_with_those_without_a_phone(served: Served) -> None:
    async with (
        ClientSession() as session,
        session.get(f"{served.address}/village/people") as answer,
    ):
        people = [(it["name"], it["phone"]) for it in await answer.json()]

    assert people[-1] == ("Rani", False)


async def test_all_phones_are_seen_at_once(served: Served) -> None:
    async with (
        ClientSession() as session,
        session.get(f"{served.address}/village/phones") as answer,
    ):
        chats_by_person = {it["person"]: len(it["chats"]) for it in await answer.json()}

    assert chats_by_person == {11: 2, 12: 2, 13: 2, 14: 1}


@pytest.mark.parametrize("path", ["/village/phones/99", "/village/phones/12/chats/5"])
async def test_what_is_not_there_is_not_found(served: Served, path: str) -> None:
    async with ClientSession() as session, session.get(f"{served.address}{path}") as answer:
        assert answer.status == 404


async def test_act_without_its_facts_is_unclear(served: Served) -> None:
    async with (
        ClientSession() as session,
        session.post(f"{served.address}/village/say", json={"person": SUNITA}) as answer,
    ):
        assert (answer.status, (await answer.json())["error"]) == (400, "unclear")


async def test_empty_message_is_not_sent(driver: VillageDriver) -> None:
    with pytest.raises(Refused, match="empty"):
        await driver.say(SUNITA, GROUP, "  ")


async def test_message_of_another_cannot_be_edited(driver: VillageDriver) -> None:
    number = await driver.say(SUNITA, GROUP, "mine")

    with pytest.raises(Refused, match="not_yours"):
        await driver.edit(MEENA, GROUP, number, "hers")


async def test_bot_cannot_be_added_to_a_private_chat(driver: VillageDriver) -> None:
    with pytest.raises(Refused, match="not_a_group"):
        await driver.add_bot(LEADER, LEADER)


async def test_plain_member_cannot_throw_the_bot_out(driver: VillageDriver) -> None:
    with pytest.raises(Refused, match="not_an_administrator"):
        await driver.remove_bot(SUNITA, GROUP)


async def test_supergroup_does_not_migrate_again(driver: VillageDriver) -> None:
    with pytest.raises(Refused, match="not_a_group"):
        await driver.migrate(GROUP)


async def test_clock_does_not_go_back(driver: VillageDriver) -> None:
    with pytest.raises(Refused, match="clock_backward"):
        await driver.move_clock(real_time() - timedelta(days=1))


async def test_leap_without_a_group_says_so(serve: Serve) -> None:
    async def next_scoring() -> object:
        raise LookupError

    served = await serve(next_scoring=next_scoring)
    async with VillageDriver(served.address) as driver:
        with pytest.raises(Refused, match="no_group"):
            await driver.move_clock(leap="scoring")


async def test_old_messages_are_forgotten_but_not_the_pinned(
    bot: Bot, driver: VillageDriver
) -> None:
    status = await bot.send_message(GROUP, "status")
    await bot.pin_chat_message(GROUP, status.message_id)
    for number in range(KEPT_MESSAGES):
        await driver.say(SUNITA, GROUP, f"{number}")

    seen = await driver.messages(SUNITA, GROUP)

    assert (len(seen), seen[0]["text"], seen[1]["text"]) == (KEPT_MESSAGES, "status", "1")


async def test_topic_of_a_plain_group_is_refused(served: Served) -> None:
    said = await refusal(served, "sendMessage", chat_id=GROUP, text="x", message_thread_id=3)

    assert said == "Bad Request: message thread not found"


async def test_caption_is_edited(bot: Bot, driver: VillageDriver) -> None:
    sent = await bot.send_document(SUNITA, b"book", filename="a.txt", caption="before")

    await bot.edit_message_caption(SUNITA, sent.message_id, caption="after")

    assert (await driver.messages(SUNITA))[-1]["caption"] == "after"


async def test_too_long_caption_is_refused(served: Served, bot: Bot) -> None:
    sent = await bot.send_document(SUNITA, b"book", filename="a.txt")

    said = await refusal(
        served, "editMessageCaption", chat_id=SUNITA, message_id=sent.message_id, caption="x" * 1025
    )

    assert said == "Bad Request: message caption is too long"
