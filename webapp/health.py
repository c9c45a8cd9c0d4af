"""The service's health: `GET /healthz` for a probe, `GET /metrics` for Prometheus."""

import hmac
from datetime import datetime
from ipaddress import ip_address
from typing import Final

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from groups.messages.acts import pulse
from groups.programme.acts import facilitators
from storage.database import Database
from webapp.asking import FRONT, Front

TICK_SECONDS_MAX: Final = 180
OUTBOX_SECONDS_MAX: Final = 600
AWAY: Final = "does not answer"

routes = web.RouteTableDef()


@routes.get("/healthz")
async def healthz(request: web.Request) -> web.Response:
    """Return 200 if the database writes, the clock ticks and the outbox is sent; else 503."""
    front = request.app[FRONT]
    database = await front.database.health()
    states: dict[str, object] = {"database": database.detail if not database.ok else "ok"}
    states["telegram"] = "ok" if front.hears_telegram() else AWAY
    is_well = database.ok
    if database.ok:
        beat = await front.database.read(pulse.beat)
        states |= _ages(beat, front)
        alone = await front.database.read(facilitators.count_groups_without_moderator)
        states["groups_without_moderator"] = alone  # not an illness: a restart does not mend it
        is_well = _flows(beat, front)
    return web.json_response({"ok": is_well, **states}, status=200 if is_well else 503)


def waiting_room(database: Database) -> web.Application:
    """Return the application that answers 503 until Telegram has told who the bot is."""

    async def healthz(_: web.Request) -> web.Response:
        health = await database.health()
        said = {"ok": False, "database": "ok" if health.ok else health.detail, "telegram": AWAY}
        return web.json_response(said, status=503)

    async def later(_: web.Request) -> web.Response:
        return web.Response(status=503, headers={"Retry-After": "2", "Cache-Control": "no-store"})

    app = web.Application()
    app.router.add_get("/healthz", healthz)
    app.router.add_route("*", "/{any:.*}", later)
    return app


def _ages(beat: pulse.Heartbeat, front: Front) -> dict[str, object]:
    return {
        "last_update": _text(beat.last_update),
        "last_tick": _text(beat.last_tick),
        "outbox_age_seconds": _seconds(beat.oldest_waiting, front.now()),
        "parked": beat.parked,
    }


def _flows(beat: pulse.Heartbeat, front: Front) -> bool:
    if beat.last_tick is None:
        return False  # the clock has never ticked
    ticks = _seconds(beat.last_tick, front.now())
    return ticks <= TICK_SECONDS_MAX and (
        _seconds(beat.oldest_waiting, front.now()) <= OUTBOX_SECONDS_MAX
    )


def _seconds(since: datetime | None, now: datetime) -> int:
    return max(0, int((now - since).total_seconds())) if since else 0


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None


@routes.get("/metrics")
async def metrics(request: web.Request) -> web.Response:
    """Return the counters to a caller on this machine or with the metrics token; else 404."""
    if not _may_read(request):
        return web.Response(status=404)
    return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})


def _may_read(request: web.Request) -> bool:
    token = request.app[FRONT].metrics_token
    offered = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(token.encode(), offered.encode("utf-8", "surrogateescape")):
        return True
    is_proxied = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    remote = request.remote or ""
    return not is_proxied and bool(remote) and ip_address(remote).is_loopback
