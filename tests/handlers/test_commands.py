"""A command is what Telegram marks as one, whatever white space or sign follows it."""

import pytest

from groups.messages.acts import inbox
from tests.handlers import people
from tests.handlers.conftest import House
from tests.handlers.lending import lenders
from tests.handlers.people import GROUP, KAMLA, SUNITA
from tests.handlers.wire import BOT_NAME


def marked(who: int, command: str, more: str, where: int | None = None) -> people.Json:
    """Return the update of a text that begins with a command, as Telegram marks it."""
    entity = {"type": "bot_command", "offset": 0, "length": len(command)}
    return people.message(who, command + more, where, entities=[entity])


FOLLOWED_BY = (
    *("", " ", "\n", "\t", "\u00a0", "\u2003", ".", "।", ",", "!", "...", " .", ":\n", "\n\n"),
    *("\u200b", "\ufe0f", "\u200d", "\r\n"),
)


@pytest.mark.parametrize("more", FOLLOWED_BY)
async def test_whatever_follows_a_command_it_is_that_command(house: House, more: str) -> None:
    await house.comes(marked(SUNITA, "/help", more))

    assert await house.database.read(inbox.parked) == ()
    assert [text[:16] for text in house.wire.texts_to(SUNITA)] == ["<b>What I can do"]


@pytest.mark.parametrize("command", ["/HELP", f"/help@{BOT_NAME}", f"/Help@{BOT_NAME.upper()}"])
@pytest.mark.parametrize("more", ["", "\n", ".", "\u00a0x"])
async def test_a_command_may_name_the_bot_in_any_case(
    house: House, command: str, more: str
) -> None:
    await house.comes(marked(SUNITA, command, more))

    assert [text[:16] for text in house.wire.texts_to(SUNITA)] == ["<b>What I can do"]


@pytest.mark.parametrize(
    "more",
    ["\n3000 6 sewing", "\t3000\t6\tsewing", "\u00a03000\u00a06\u00a0sewing", ". 3000 6\nsewing"],
)
async def test_what_is_asked_may_stand_behind_any_white_space(house: House, more: str) -> None:
    await lenders(house)
    await house.comes(marked(KAMLA, "/loan", more))

    assert await house.database.read(inbox.parked) == ()
    assert house.wire.texts_to(KAMLA)[-1].startswith("<b>A loan for you</b>\n₹3,000 · 6 months\n")


@pytest.mark.parametrize(
    "update",
    [
        people.message(SUNITA, "write /help to him", GROUP),
        people.message(SUNITA, "/help", GROUP, entities=[]),
        marked(SUNITA, "/help@another_bot", "", GROUP),
        marked(SUNITA, "/helpful", " 5", GROUP),
    ],
)
async def test_what_is_no_command_of_ours_is_none(house: House, update: people.Json) -> None:
    await house.comes(update)

    assert await house.database.read(inbox.parked) == ()
    assert house.wire.texts_to(SUNITA) == []
