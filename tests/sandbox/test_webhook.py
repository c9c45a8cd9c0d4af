"""Webhook delivery: order, retries, the secret."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from telegram import Bot
from telegram.error import BadRequest, RetryAfter

from sandbox.driver import VillageDriver
from tests.sandbox.conftest import GROUP, MEENA, SUNITA, Served


@dataclass
class Hook:
    """An address that records updates, and answers each by its text as the test planned."""

    url: str = ""
    got: list[dict[str, Any]] = field(default_factory=list)
    secrets: list[str] = field(default_factory=list)
    failures: dict[str, list[web.Response]] = field(default_factory=dict)
    reply: dict[str, Any] | None = None
    taken: asyncio.Queue[None] = field(default_factory=asyncio.Queue)

    async def answer(self, request: web.Request) -> web.Response:
        """Receive an update."""
        update = await request.json()
        text = update.get("message", {}).get("text", "")
        if self.failures.get(text):
            return self.failures[text].pop(0)
        self.got.append(update)
        self.taken.put_nowait(None)
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token", ""))
        return web.json_response(self.reply) if self.reply else web.Response()

    def texts(self) -> list[str]:
        """The texts of the received messages, in order."""
        return [it["message"]["text"] for it in self.got]

    async def wait(self, count: int) -> None:
        """Wait until so many updates were received."""
        async with asyncio.timeout(30):
            while len(self.got) < count:
                await self.taken.get()


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    """An address that accepts updates."""
    made = Hook()
    app = web.Application()
    app.router.add_post("/hook", made.answer)
    server = TestServer(app)
    await server.start_server()
    made.url = str(server.make_url("/hook"))
    yield made
    await server.close()


async def test_update_is_sent_with_the_secret(bot: Bot, driver: VillageDriver, hook: Hook) -> None:
    await bot.set_webhook(hook.url, secret_token="a-secret")
    await driver.say(SUNITA, None, "x")
    await hook.wait(1)

    assert (hook.texts(), hook.secrets) == (["x"], ["a-secret"])


async def test_what_waited_is_sent_when_the_address_is_set(
    bot: Bot, driver: VillageDriver, hook: Hook
) -> None:
    await driver.say(SUNITA, None, "before")

    await bot.set_webhook(hook.url)
    await hook.wait(1)

    assert hook.texts() == ["before"]


async def test_failed_update_is_sent_again_before_later_ones_of_its_chat(
    bot: Bot, driver: VillageDriver, hook: Hook
) -> None:
    hook.failures["one"] = [web.Response(status=500), web.Response(status=503)]
    await bot.set_webhook(hook.url)
    await driver.say(SUNITA, GROUP, "one")
    await driver.say(MEENA, GROUP, "two")
    await hook.wait(2)

    assert hook.texts() == ["one", "two"]


async def test_failed_update_does_not_hold_up_other_chats(
    bot: Bot, driver: VillageDriver, hook: Hook
) -> None:
    hook.failures["one"] = [web.Response(status=500, headers={"Retry-After": "1"})]
    await bot.set_webhook(hook.url)
    await driver.say(SUNITA, GROUP, "one")
    await driver.say(MEENA, None, "two")
    await hook.wait(2)

    assert hook.texts() == ["two", "one"]


async def test_redirect_is_a_failure(bot: Bot, driver: VillageDriver, hook: Hook) -> None:
    hook.failures["x"] = [web.Response(status=302, headers={"Location": hook.url})]
    await bot.set_webhook(hook.url)
    await driver.say(SUNITA, None, "x")
    await hook.wait(1)

    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 302"


async def test_dead_address_is_told(bot: Bot, driver: VillageDriver) -> None:
    await bot.set_webhook("http://127.0.0.1:9/hook")
    await driver.say(SUNITA, None, "x")
    async with asyncio.timeout(30):
        while (info := await bot.get_webhook_info()).last_error_message is None:  # noqa: ASYNC110 - over HTTP
            await asyncio.sleep(0.01)

    assert (info.pending_update_count, info.last_error_message) == (
        1,
        "Connection failed: ClientConnectorError",
    )


async def test_answer_may_be_a_call(bot: Bot, driver: VillageDriver, hook: Hook) -> None:
    hook.reply = {"method": "sendMessage", "chat_id": SUNITA, "text": "from the hook"}
    await bot.set_webhook(hook.url)
    await driver.say(SUNITA, None, "x")

    assert (await driver.wait_for(SUNITA, None, "from the hook"))["from"]["id"] == 4242


async def test_deleted_webhook_leaves_updates_to_polling(
    bot: Bot, driver: VillageDriver, hook: Hook
) -> None:
    await bot.set_webhook(hook.url)
    await bot.delete_webhook()
    await driver.say(SUNITA, None, "x")

    assert (len(await bot.get_updates()), hook.got) == (1, [])


async def test_pending_updates_can_be_dropped(bot: Bot, driver: VillageDriver) -> None:
    await driver.say(SUNITA, None, "x")

    await bot.delete_webhook(drop_pending_updates=True)

    assert await bot.get_updates() == ()


async def test_webhook_is_set_at_most_once_a_second(bot: Bot, hook: Hook) -> None:
    await bot.set_webhook(hook.url)

    with pytest.raises(RetryAfter):
        await bot.set_webhook(hook.url)


@pytest.mark.parametrize(
    ("url", "secret", "said"),
    [
        ("ftp://example.org/", None, "Bad webhook: an https url must be provided for webhook"),
        ("https://example.org/", "a b", "Secret token contains unallowed characters"),
    ],
)
async def test_bad_webhook_is_refused(bot: Bot, url: str, secret: str | None, said: str) -> None:
    with pytest.raises(BadRequest) as refused:
        await bot.set_webhook(url, secret_token=secret)

    assert refused.value.message == said


async def test_info_shows_what_was_asked(served: Served, bot: Bot, hook: Hook) -> None:
    await bot.set_webhook(hook.url, max_connections=7, allowed_updates=["message"])

    info = await bot.get_webhook_info()

    assert (info.url, info.max_connections, info.allowed_updates) == (hook.url, 7, ("message",))
