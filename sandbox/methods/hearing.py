"""How the bot receives: getUpdates, webhooks, answers to taps."""

import re
import time
from urllib.parse import urlsplit

from sandbox.entities import utf16_length
from sandbox.errors import QUERY_TOO_OLD, WEBHOOK_ACTIVE, bad_request, conflict, too_many
from sandbox.links import bot_link
from sandbox.params import Params
from sandbox.taps import CallbackAnswer
from sandbox.village import Village
from sandbox.webhook import Target
from sandbox.world import Json

ALERT_UNITS_MAX = 200


async def get_updates(village: Village, params: Params) -> list[Json]:
    """Updates by long polling."""
    if village.webhook.target is not None:
        raise conflict(WEBHOOK_ACTIVE)
    _ask(village, params)
    return await village.polling.get(
        params.whole("offset"), params.whole("limit", 100), params.whole("timeout")
    )


def set_webhook(village: Village, params: Params) -> bool:
    """Send updates to an address, at most one change a second; an empty address ends it."""
    url = params.text("url")
    if not url:
        return delete_webhook(village, params)
    if time.monotonic() - village.webhook.set_at < 1:
        raise too_many(1)
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    secret = params.text("secret_token")
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret):
        raise bad_request("secret token contains unallowed characters")
    _ask(village, params)
    _drop_pending(village, params)
    village.polling.end("terminated by setWebhook request")
    connections = min(max(params.whole("max_connections", 40), 1), 100)
    village.webhook.set(Target(url, secret, connections))
    village.webhook.set_at = time.monotonic()
    village.changed()
    return True


def delete_webhook(village: Village, params: Params) -> bool:
    """Stop the webhook; updates wait for getUpdates."""
    _drop_pending(village, params)
    village.webhook.set(None)
    village.changed()
    return True


def get_webhook_info(village: Village, _params: Params) -> Json:
    """The webhook's address and its last results."""
    target = village.webhook.target
    shown: Json = {
        "url": target.url if target else "",
        "has_custom_certificate": False,
        "pending_update_count": len(village.updates.fresh()),
    }
    if target is not None:
        shown["max_connections"] = target.connections
        if target.failure:
            shown |= {"last_error_date": target.failed_at, "last_error_message": target.failure}
    if village.updates.asked is not None:
        shown["allowed_updates"] = village.updates.asked
    return shown


def answer_callback_query(village: Village, params: Params) -> bool:
    """Answer a tap with a line, an alert, or a link to the bot itself."""
    text, url = params.text("text"), params.text("url")
    if utf16_length(text) > ALERT_UNITS_MAX:
        raise bad_request("MESSAGE_TOO_LONG")
    link = bot_link(url, village.settings) if url else None
    if url and (link is None or link.kind != "start"):
        raise bad_request("URL_INVALID")
    answer = CallbackAnswer(text, params.flag("show_alert"), url)
    if not village.taps.answer(params.text("callback_query_id"), answer):
        raise bad_request(QUERY_TOO_OLD)
    return True


def _ask(village: Village, params: Params) -> None:
    if params.has("allowed_updates"):
        village.updates.ask(params.entries("allowed_updates"))


def _drop_pending(village: Village, params: Params) -> None:
    if params.flag("drop_pending_updates"):
        village.updates.waiting.clear()
