"""Documents and voices, sent and fetched."""

import pytest
from telegram import Bot

from sandbox.driver import VillageDriver
from tests.sandbox.conftest import SUNITA, Served, refusal


async def test_document_can_be_fetched_again(bot: Bot) -> None:
    sent = await bot.send_document(SUNITA, b"a;b\n", filename="book.csv", caption="<b>x</b>")
    assert sent.document is not None

    file = await bot.get_file(sent.document.file_id)

    assert bytes(await file.download_as_bytearray()) == b"a;b\n"


async def test_voice_of_a_person_can_be_fetched(bot: Bot, driver: VillageDriver) -> None:
    await driver.say_by_voice(SUNITA, None, b"OggS...")
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.voice is not None

    file = await bot.get_file(update.message.voice.file_id)

    assert bytes(await file.download_as_bytearray()) == b"OggS..."


async def test_voice_is_sent(bot: Bot) -> None:
    sent = await bot.send_voice(SUNITA, b"OggS", duration=4)

    assert sent.to_dict()["voice"]["duration"] == 4


@pytest.mark.parametrize(
    ("method", "more", "said"),
    [
        ("sendDocument", {}, "there is no document in the request"),
        ("getFile", {"file_id": "lost"}, "invalid file_id"),
    ],
)
async def test_lost_file_is_named(
    served: Served, method: str, more: dict[str, str], said: str
) -> None:
    assert await refusal(served, method, chat_id=SUNITA, **more) == f"Bad Request: {said}"
