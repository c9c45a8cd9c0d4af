"""The operator's routes: `python bot.py inbox retry` and `clock retry` call them of a running bot.

The key is made from the bot's token; without the token nobody has it.
"""

import hmac
import re
from collections.abc import Awaitable, Callable
from hashlib import sha256
from typing import Final

from aiohttp import web

from groups.messages.acts import clock_work, inbox
from webapp.asking import FRONT

PATH: Final = "/inbox/retry"
CLOCK_PATH: Final = "/clock/retry"
ACCEPT_PATH: Final = "/clock/accept"
_NUMBER: Final = re.compile("[0-9]{1,19}")
_MOST: Final = 2**63 - 1


def operator_key(bot_token: str) -> str:
    """Return the key that the operator's commands send."""
    return hmac.new(bot_token.encode(), b"saakh operator", sha256).hexdigest()


async def _nothing() -> None:
    pass


def operator_door(
    bot_token: str,
    *,
    wake: Callable[[], None],
    accept_clock: Callable[[], Awaitable[None]] = _nothing,
) -> web.RouteTableDef:
    """Return the operator's routes; `wake` is called if an update waits again."""
    routes = web.RouteTableDef()
    right = f"Bearer {operator_key(bot_token)}".encode()

    def is_operator(request: web.Request) -> bool:
        offered = request.headers.get("Authorization", "").encode("utf-8", "surrogateescape")
        return hmac.compare_digest(right, offered)

    @routes.post(CLOCK_PATH)
    async def retry_steps(request: web.Request) -> web.Response:
        if not is_operator(request):
            return web.Response(status=404)
        count = await request.app[FRONT].database.write(clock_work.retry)
        return web.json_response({"retried": count})

    @routes.post(ACCEPT_PATH)
    async def accept(request: web.Request) -> web.Response:
        if not is_operator(request):
            return web.Response(status=404)
        await accept_clock()
        return web.json_response({"retried": 1})

    @routes.post(PATH)
    async def retry(request: web.Request) -> web.Response:
        if not is_operator(request):
            return web.Response(status=404)
        number = request.query.get("update_id", "")
        if number and not (_NUMBER.fullmatch(number) and int(number) <= _MOST):
            return web.Response(status=400)
        database = request.app[FRONT].database
        count = await database.write(inbox.retry, int(number) if number else None)
        if count:
            wake()
        return web.json_response({"retried": count})

    return routes
