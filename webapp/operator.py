"""The operator's routes: `bot.py inbox` and `bot.py clock` call them of a running bot.

The key is made from the bot's token; without the token nobody has it.
"""

import hmac
import re
from collections.abc import Awaitable, Callable
from hashlib import sha256
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler

from groups.messages.acts import clock_work, inbox
from webapp.asking import FRONT

PATH: Final = "/inbox/retry"
DROP_PATH: Final = "/inbox/drop"
CLOCK_PATH: Final = "/clock/retry"
ACCEPT_PATH: Final = "/clock/accept"
_NUMBER: Final = re.compile("[0-9]{1,19}")
_MOST: Final = 2**63 - 1


def operator_key(bot_token: str) -> str:
    """Return the key that the operator's commands send."""
    return hmac.new(bot_token.encode(), b"saakh operator", sha256).hexdigest()


async def _nothing() -> None:
    pass


async def _drops_nothing(_update_id: int) -> bool | None:
    return None


def operator_door(
    bot_token: str,
    *,
    wake: Callable[[], None],
    accept_clock: Callable[[], Awaitable[None]] = _nothing,
    drop: Callable[[int], Awaitable[bool | None]] = _drops_nothing,
) -> web.RouteTableDef:
    """Return the operator's routes; `wake` is called if an update waits again.

    `drop` puts a parked update away: whether its sender is told, None if none has this number.
    """

    async def retry_steps(request: web.Request) -> web.Response:
        count = await request.app[FRONT].database.write(clock_work.retry)
        return web.json_response({"retried": count})

    async def accept(_request: web.Request) -> web.Response:
        await accept_clock()
        return web.json_response({"retried": 1})

    async def put_away(request: web.Request) -> web.Response:
        number = _number_of(request)
        if number is None:
            return web.Response(status=400)
        if not await request.app[FRONT].may_date():
            return web.Response(status=409)
        is_told = await drop(number)
        return web.json_response({"dropped": int(is_told is not None), "told": bool(is_told)})

    async def retry(request: web.Request) -> web.Response:
        number = _number_of(request)
        if number is None and request.query.get("update_id"):
            return web.Response(status=400)
        count = await request.app[FRONT].database.write(inbox.retry, number)
        if count:
            wake()
        return web.json_response({"retried": count})

    routes = web.RouteTableDef()
    key = operator_key(bot_token)
    for path, handle in (
        (PATH, retry),
        (DROP_PATH, put_away),
        (CLOCK_PATH, retry_steps),
        (ACCEPT_PATH, accept),
    ):
        routes.post(path)(_for_operator(key, handle))
    return routes


def _for_operator(key: str, handle: Handler) -> Handler:
    """Let whoever has the key in; for all others there is no door."""
    right = f"Bearer {key}".encode()

    async def guarded(request: web.Request) -> web.StreamResponse:
        offered = request.headers.get("Authorization", "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(right, offered):
            return web.Response(status=404)
        return await handle(request)

    return guarded


def _number_of(request: web.Request) -> int | None:
    """The number of the update that is asked for; None if there is none, or no number."""
    number = request.query.get("update_id", "")
    return int(number) if _NUMBER.fullmatch(number) and int(number) <= _MOST else None
