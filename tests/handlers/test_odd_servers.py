"""Servers that answer differently from Telegram: understood correctly, and no reason to stop."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from telegram import Bot
from telegram.error import BadRequest, EndPointNotFound, InvalidToken, NetworkError

from handlers.links import Links
from handlers.menus import set_menus
from handlers.outcomes import Ended, Outcome, ended
from handlers.wire import Wire, edit_text, send_text, status_of

NO = b'{"ok": false, "error_code": 403, "description": "Forbidden: bot was blocked by the user"}'


@asynccontextmanager
async def bot_of(
    answers: dict[str, tuple[int, bytes]], asked: list[str] | None = None
) -> AsyncGenerator[Bot]:
    """Yield a bot whose server knows only these answers."""

    async def answer(request: web.Request) -> web.Response:
        method = request.match_info["method"]
        if asked is not None:
            asked.append(method)
        status, body = answers.get(method, (404, b'{"ok":false,"description":"method not found"}'))
        return web.Response(status=status, body=body, content_type="application/json")

    app = web.Application()
    app.add_routes([web.post("/bot{token}/{method}", answer)])
    async with TestServer(app) as server, Wire() as wire:
        yield Bot("1:x", f"{server.make_url('/bot')}", request=wire)


@pytest.mark.parametrize(
    ("status", "body", "right"),
    [
        (200, NO, 403),
        (200, b'{"ok":false}', 400),
        (200, b'{"ok":false,"error_code":"no"}', 400),
        (200, b'{"ok":false,', 200),
        (200, b'{"ok":true,"result":{"text":"\\"ok\\":false"}}', 200),
        (200, b'{"ok":true,"result":"\\"ok\\": false, so"}', 200),
        (500, b'{"ok":false,"error_code":200}', 500),
    ],
)
def test_a_no_is_heard_whatever_the_status(status: int, body: bytes, right: int) -> None:
    assert status_of(status, body) == right


async def test_a_refusal_with_the_status_of_a_yes_is_a_refusal() -> None:
    async with bot_of({"sendMessage": (200, b'{"ok":false,"description":"Bad"}')}) as bot:
        with pytest.raises(BadRequest):
            await send_text(bot, 1, "x", None, thread_id=None, is_silent=False)


@pytest.mark.parametrize(
    ("result", "known"),
    [(b'{"message_id":5,"date":1700000000000}', 5), (b'{"message_id":"7"}', 7), (b"true", None)],
)
async def test_a_message_that_went_is_not_sent_again_for_a_terse_answer(
    result: bytes, known: int | None
) -> None:
    async with bot_of({"sendMessage": (200, b'{"ok":true,"result":%s}' % result)}) as bot:
        sent = await send_text(bot, 1, "x", None, thread_id=None, is_silent=False)

    assert sent == known


async def test_a_server_without_menus_is_asked_for_each_and_borne() -> None:
    asked: list[str] = []
    async with bot_of({"getMyCommands": (200, b'{"ok":true,"result":{}}')}, asked) as bot:
        await set_menus(bot, Links("saakh_bot", "https://saakh.example.org", ""))

    assert (asked.count("getMyCommands"), asked[-1]) == (6, "getChatMenuButton")


async def test_a_bot_that_is_hardly_told_who_it_is_begins_all_the_same() -> None:
    async with bot_of({"getMe": (200, b'{"ok":true,"result":{"id":6}}')}) as bot:
        me = await bot.get_me()

    assert (me.id, me.is_bot) == (6, True)


async def test_an_edit_that_a_server_does_not_know_becomes_a_new_message() -> None:
    answers = {"getMe": (200, b'{"ok":true,"result":{"id":6}}')}
    async with bot_of(answers) as bot, bot:
        with pytest.raises(EndPointNotFound) as unknown:
            await edit_text(bot, 1, 2, "x", None)

    assert ended(unknown.value).outcome is Outcome.GONE


def test_a_token_that_is_refused_is_no_unknown_method() -> None:
    error = EndPointNotFound("x")
    error.__cause__ = InvalidToken("Unauthorized")

    assert ended(error).outcome is Outcome.NOT_OURS


def test_patience_is_heard_where_no_seconds_are_named() -> None:
    assert ended(NetworkError("Too Many Requests")) == Ended(
        Outcome.LATER, retry_after=5.0, code="retry_after"
    )
