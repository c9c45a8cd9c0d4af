"""python-telegram-bot, set up for us: no updater, no job queue, own timeouts."""

import warnings
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from telegram import LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.ext import Application, Defaults
from telegram.request import BaseRequest
from telegram.warnings import PTBDeprecationWarning

from handlers.settings import TELEGRAM
from handlers.wire import Wire

POLL_SECONDS: Final = 25
_CONNECT_SECONDS: Final = 10.0
_READ_SECONDS: Final = 20.0
_POOL_SECONDS: Final = 30.0

# The library warns at each RetryAfter: a later version will give its wait as a timedelta.
warnings.filterwarnings("ignore", "Deprecated since version v22.2", PTBDeprecationWarning)
_CONNECTIONS: Final = 32

type_of_application = Application[Any, Any, Any, Any, Any, Any]


def make_application(
    token: str,
    *,
    heard: Callable[[datetime], None] = lambda _: None,
    api_url: str = TELEGRAM,
    request: BaseRequest | None = None,
    updates_request: BaseRequest | None = None,
) -> type_of_application:
    """Return an application that only parses, routes and calls; tests pass a fake wire.

    `heard` gets the time of each answer.
    """
    base = api_url.rstrip("/")
    defaults = Defaults(
        parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)
    )
    return (
        Application.builder()
        .token(token)
        .base_url(f"{base}/bot")
        .base_file_url(f"{base}/file/bot")
        .request(request or _request(heard, _CONNECTIONS, _READ_SECONDS))
        .get_updates_request(updates_request or _request(heard, 1, POLL_SECONDS + 10))
        .defaults(defaults)
        .updater(None)
        .job_queue(None)
        .build()
    )


def _request(heard: Callable[[datetime], None], connections: int, read_seconds: float) -> Wire:
    return Wire(
        heard,
        connection_pool_size=connections,
        read_timeout=read_seconds,
        write_timeout=_READ_SECONDS,
        connect_timeout=_CONNECT_SECONDS,
        pool_timeout=_POOL_SECONDS,
    )
