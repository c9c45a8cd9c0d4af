"""Start here: the practice village as one aiohttp application."""

from collections.abc import AsyncIterator
from email.utils import format_datetime
from functools import partial

from aiohttp import web

from sandbox.api import VILLAGE, api_routes, call_from_webhook
from sandbox.control import control_routes
from sandbox.page import page_routes
from sandbox.settings import VillageSettings
from sandbox.village import build_village

BODY_MAX = 60 * 1024 * 1024


def make_village(settings: VillageSettings) -> web.Application:
    """Make the village and load its stored state and clock; ValueError for a broken state."""
    village = build_village(settings)
    app = web.Application(client_max_size=BODY_MAX)
    app[VILLAGE] = village
    app.add_routes([*api_routes(), *control_routes(), *page_routes()])
    app.on_response_prepare.append(_date)
    app.cleanup_ctx.append(_living)
    app.on_shutdown.append(_let_go)
    return app


async def _living(app: web.Application) -> AsyncIterator[None]:
    village = app[VILLAGE]
    village.webhook.answered = partial(call_from_webhook, village)
    await village.webhook.open()
    yield
    await village.webhook.close()
    village.keeper.flush()


async def _date(request: web.Request, response: web.StreamResponse) -> None:
    """Date each answer by the village's clock, as Telegram's answers bear the time."""
    clock = request.app[VILLAGE].settings.clock
    response.headers["Date"] = format_datetime(clock.now(), usegmt=True)


async def _let_go(app: web.Application) -> None:
    """Release every waiting call, so that the server stops quickly."""
    village = app[VILLAGE]
    village.pulse.close()
    village.polling.end("")
    village.taps.clear()
