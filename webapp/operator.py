"""The operator's door: `python bot.py inbox retry` knocks here while the bot has the database.

Only who knows the bot's token has the key.
"""

import hmac
import re
from collections.abc import Callable
from hashlib import sha256
from typing import Final

from aiohttp import web

from groups.messages.acts import inbox
from webapp.asking import FRONT

PATH: Final = "/inbox/retry"
_NUMBER: Final = re.compile("[0-9]{1,19}")
_MOST: Final = 2**63 - 1


def operator_key(bot_token: str) -> str:
    """Return what the operator's commands show at the door."""
    return hmac.new(bot_token.encode(), b"saakh operator", sha256).hexdigest()


def operator_door(bot_token: str, *, wake: Callable[[], None]) -> web.RouteTableDef:
    """Return the door's route; `wake` is called when something waits again."""
    routes = web.RouteTableDef()
    right = f"Bearer {operator_key(bot_token)}".encode()

    @routes.post(PATH)
    async def retry(request: web.Request) -> web.Response:
        offered = request.headers.get("Authorization", "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(right, offered):
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
