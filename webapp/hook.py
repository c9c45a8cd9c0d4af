"""The webhook: store an update, confirm it to Telegram, wake the handlers.

No update is handled here. If an update cannot be stored, Telegram must send it again. An unreadable
body is confirmed and dropped; else Telegram would send it for ever.
"""

import hmac
import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from aiohttp import web

from groups.messages.acts import inbox
from storage.tx import StorageError
from webapp.asking import FRONT
from webapp.forms import NotAForm, body_of

PATH: Final = "/telegram"
SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name

Update = Mapping[str, Any]


def hook(
    secret: str,
    *,
    lane: Callable[[Update], int],
    wake: Callable[[], None],
    failed: Callable[[Update], None] = lambda _: None,
) -> web.RouteTableDef:
    """Return the webhook's route; it answers 403 without the secret.

    Updates of one `lane` keep their order; `wake` is called after a new update is durable, `failed`
    with an update that could not be stored.
    """
    routes = web.RouteTableDef()
    right = secret.encode()

    @routes.post(PATH)
    async def receive(request: web.Request) -> web.Response:
        offered = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(right, offered):
            return web.Response(status=403)
        try:
            body = await body_of(request)
        except NotAForm:
            return web.Response(status=400)  # it broke on its way: it may come again
        update = _readable(body)
        if update is not None:
            front = request.app[FRONT]
            rows = [(int(update["update_id"]), lane(update), body.decode())]
            try:
                is_new = await front.database.write(inbox.store, rows, at=front.now())
            except StorageError:
                failed(update)
                raise  # becomes 503 with Retry-After
            if is_new:
                wake()
        return web.Response()

    return routes


def _readable(body: bytes) -> Update | None:
    """The update of a body; None if it is no update or its number is too large to store."""
    try:
        update = json.loads(body.decode())
    except (ValueError, RecursionError):
        return None
    number = update.get("update_id") if isinstance(update, dict) else None
    return update if type(number) is int and 0 <= number < 2**63 else None
