"""What people do, over HTTP: routes of the page and of tests, under `/village` and `/control`."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web

from sandbox import people, touch, view
from sandbox.api import VILLAGE
from sandbox.faults import KINDS, OrderedFault
from sandbox.params import Upload
from sandbox.people import Impossible
from sandbox.settings import VillageSettings
from sandbox.village import Village
from sandbox.world import GENERAL_RIGHTS, ChatMembership, Json
from texts.languages import LANGUAGES

Act = Callable[[Village, Json], Awaitable[object]]


def control_routes() -> list[web.RouteDef]:
    """The routes of the page and of tests."""
    acts = [web.post(f"/village/{name}", _door(act)) for name, act in ACTS.items()]
    return [
        *acts,
        web.post("/control/faults", _door(_order_fault)),
        web.post("/control/limits", _door(_limits)),
        web.get("/village/clock", _clock),
        web.get("/village/deeds", _deeds),
        web.get("/village/people", _people),
        web.get("/village/phones", _phones),
        web.get("/village/phones/{person}", _phone),
        web.get("/village/phones/{person}/chats/{chat}", _conversation),
        web.get("/village/alerts/{person}", _alerts),
        web.get("/village/files/{file_id}", _file),
        web.post("/village/voice", _voice),
        web.get("/control/faults", _faults),
        web.delete("/control/faults", _clear_faults),
    ]


def _door(act: Act) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def answer(request: web.Request) -> web.Response:
        return await _told(request, act)

    return answer


async def _told(request: web.Request, act: Act) -> web.Response:
    """Run an act with a JSON body; only JSON, so that no other site can post here."""
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    asked = await request.json()
    try:
        result = await act(request.app[VILLAGE], asked)
    except Impossible as no:
        return web.json_response({"error": no.code}, status=409)
    except (KeyError, TypeError, ValueError, AssertionError) as trouble:
        return web.json_response({"error": "unclear", "detail": str(trouble)}, status=400)
    return web.json_response({"result": result})


async def _say(village: Village, asked: Json) -> object:
    return asdict(
        people.say(
            village,
            asked["person"],
            asked["chat"],
            asked["text"],
            reply_to=asked.get("reply_to"),
            anonymous=asked.get("anonymous", False),
        )
    )


async def _edit(village: Village, asked: Json) -> object:
    people.edit(village, asked["person"], asked["chat"], asked["message"], asked["text"])
    return True


async def _start(village: Village, asked: Json) -> object:
    return asdict(people.start_bot(village, asked["person"], asked.get("payload", "")))


async def _block(village: Village, asked: Json) -> object:
    people.block(village, asked["person"], blocked=asked.get("blocked", True))
    return True


async def _deactivate(village: Village, asked: Json) -> object:
    people.person_of(village, asked["person"]).deactivated = True
    village.changed()
    return True


async def _tap(village: Village, asked: Json) -> object:
    person, chat_id, message_id = asked["person"], asked["chat"], asked["message"]
    if "data" in asked:
        chat = people.place_of(village, person, chat_id)
        return await touch.ask(village, person, chat, message_id, asked["data"])
    theme = asked.get("theme", "light")
    return await touch.tap(village, person, chat_id, message_id, asked["button"], theme)


async def _follow(village: Village, asked: Json) -> object:
    chat = people.place_of(village, asked["person"], asked["chat"])
    return touch.follow(village, asked["person"], asked["url"], chat, asked.get("theme", "light"))


async def _open_menu(village: Village, asked: Json) -> object:
    return {"app": touch.open_menu(village, asked["person"], asked.get("theme", "light"))}


async def _add_bot(village: Village, asked: Json) -> object:
    admin, payload = asked.get("admin", True), asked.get("payload", "")
    people.add_bot(village, asked["person"], asked["chat"], admin=admin, payload=payload)
    return True


async def _remove_bot(village: Village, asked: Json) -> object:
    people.remove_bot(village, asked["person"], asked["chat"])
    return True


async def _change_person(village: Village, asked: Json) -> object:
    status = asked["status"]
    rights = asked.get("rights", list(GENERAL_RIGHTS) if status == "administrator" else [])
    who: int = asked["person"]
    by: int = asked.get("by") or who
    people.change_person(village, asked["chat"], who, ChatMembership(status, rights), by)
    return True


async def _react(village: Village, asked: Json) -> object:
    people.react(village, asked["person"], asked["chat"], asked["message"], asked["emojis"])
    return True


async def _migrate(village: Village, asked: Json) -> object:
    return people.migrate(village, asked["chat"])


async def _move_clock(village: Village, asked: Json) -> object:
    """Move the clock to a time, by some days, or to the next meeting or scoring run."""
    settings = village.settings
    to = await _time_asked(settings, asked)
    if to < settings.clock.now():
        raise Impossible("clock_backward")
    settings.clock.move(to)
    village.changed()
    await settings.on_clock_moved()
    return clock_shown(village)


async def _time_asked(settings: VillageSettings, asked: Json) -> datetime:
    if "to" in asked:
        return datetime.fromisoformat(asked["to"])
    if "days" in asked:
        return settings.clock.now() + timedelta(days=asked["days"])
    find = {"meeting": settings.next_meeting, "scoring": settings.next_scoring}[asked["leap"]]
    if find is None:
        raise Impossible("no_group")
    try:
        return await find()
    except LookupError:
        raise Impossible("no_group") from None


async def _start_over(village: Village, asked: Json) -> object:
    empty = bool(asked.get("empty", False))
    language = asked.get("language", village.settings.language)
    if language not in LANGUAGES:
        raise Impossible("unknown_language")
    village.start_over(empty=empty, language=language)
    await village.settings.on_start_over(empty, village.settings.language)
    village.changed()
    return True


async def _order_fault(village: Village, asked: Json) -> object:
    if asked.get("kind") not in KINDS:
        raise Impossible("unknown_fault")
    village.faults.order(OrderedFault(**asked))
    return True


async def _limits(village: Village, asked: Json) -> object:
    village.limits.on = bool(asked["on"])
    return True


async def _clock(request: web.Request) -> web.Response:
    return web.json_response(clock_shown(request.app[VILLAGE]))


async def _deeds(request: web.Request) -> web.Response:
    deeds = await request.app[VILLAGE].settings.deeds()
    return web.json_response({"done": sorted(deeds.done), "vouched_for": deeds.vouched_for})


async def _people(request: web.Request) -> web.Response:
    return web.json_response(view.people(request.app[VILLAGE]))


async def _phones(request: web.Request) -> web.Response:
    village = request.app[VILLAGE]
    owners = [who for who, user in village.world.users.items() if not user.is_bot]
    return web.json_response([view.phone(village, who) for who in owners])


async def _phone(request: web.Request) -> web.Response:
    return _seen(lambda: view.phone(request.app[VILLAGE], _whole(request, "person")))


async def _conversation(request: web.Request) -> web.Response:
    village, person = request.app[VILLAGE], _whole(request, "person")
    return _seen(
        lambda: view.conversation(
            village, person, people.place_of(village, person, _whole(request, "chat"))
        )
    )


def _seen(look: Callable[[], Json]) -> web.Response:
    try:
        return web.json_response(look())
    except Impossible as no:
        return web.json_response({"error": no.code}, status=404)


async def _alerts(request: web.Request) -> web.Response:
    return web.json_response(request.app[VILLAGE].taps.alerts(_whole(request, "person")))


async def _file(request: web.Request) -> web.Response:
    body = request.app[VILLAGE].files.body(request.match_info["file_id"])
    if body is None:
        raise web.HTTPNotFound
    headers = {"Content-Disposition": "attachment", "X-Content-Type-Options": "nosniff"}
    return web.Response(body=body, content_type="application/octet-stream", headers=headers)


async def _voice(request: web.Request) -> web.Response:
    """Send a voice message: the sound is the body, the speaker is in the query."""
    if request.content_type != "audio/ogg":
        raise web.HTTPUnsupportedMediaType
    asked = request.query
    upload = Upload("voice.ogg", "audio/ogg", await request.read())
    village = request.app[VILLAGE]
    person, chat, seconds = int(asked["person"]), int(asked["chat"]), int(asked.get("seconds", 1))
    try:
        sent = people.send_voice(village, person, chat, upload, seconds)
    except Impossible as no:
        return web.json_response({"error": no.code}, status=409)
    return web.json_response({"result": asdict(sent)})


async def _faults(request: web.Request) -> web.Response:
    return web.json_response(request.app[VILLAGE].faults.shown())


async def _clear_faults(request: web.Request) -> web.Response:
    request.app[VILLAGE].faults.clear()
    return web.json_response({"result": True})


def clock_shown(village: Village) -> Json:
    """The village's time in full, and its time zone."""
    return {"now": village.settings.clock.now().isoformat(), "zone": village.settings.time_zone}


def _whole(request: web.Request, name: str) -> int:
    try:
        return int(request.match_info[name])
    except ValueError:
        raise web.HTTPNotFound from None


ACTS: dict[str, Any] = {
    "say": _say,
    "edit": _edit,
    "start": _start,
    "block": _block,
    "deactivate": _deactivate,
    "tap": _tap,
    "follow": _follow,
    "open_menu": _open_menu,
    "add_bot": _add_bot,
    "remove_bot": _remove_bot,
    "change_person": _change_person,
    "react": _react,
    "migrate": _migrate,
    "clock": _move_clock,
    "start_over": _start_over,
}
