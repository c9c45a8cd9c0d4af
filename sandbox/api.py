"""The Bot API over HTTP: `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

import asyncio
import hmac
import inspect
import json
import logging

from aiohttp import web

from sandbox.errors import ApiError, bad_request
from sandbox.faults import OrderedFault, refusal
from sandbox.methods.table import METHODS, NOT_AS_ANSWER, Method
from sandbox.params import Params, read_params
from sandbox.village import Village
from sandbox.world import Json

VILLAGE = web.AppKey("village", Village)
BAD_GATEWAY = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body></body>\r\n</html>\r\n"
)

log = logging.getLogger(__name__)


def api_routes() -> list[web.RouteDef]:
    """The routes that the bot calls."""
    return [
        web.route("*", "/bot{token}/{method}", answer_call),
        web.get("/file/bot{token}/{folder}/{file_id}", answer_file),
    ]


async def answer_call(request: web.Request) -> web.StreamResponse:
    """Answer one call as the real server does, or with an ordered fault."""
    village = request.app[VILLAGE]
    name = request.match_info["method"].lower()
    try:
        method = _method(village, request, name)
        params = await read_params(request)
        fault = village.faults.meet(name, _chat_id(params))
        if fault is not None:
            return await _answer_in_trouble(fault, request, village, method, params)
        return await _answer(village, method, params)
    except ApiError as error:
        return refused(error)


async def answer_file(request: web.Request) -> web.Response:
    """A file's bytes."""
    village = request.app[VILLAGE]
    body = village.files.body(request.match_info["file_id"])
    if body is None or not _is_token(village, request):
        return refused(ApiError(404, "Not Found"))
    return web.Response(body=body, content_type="application/octet-stream")


async def call_from_webhook(village: Village, body: bytes) -> None:
    """Make the call in a webhook's answer, if it holds one; the result is dropped."""
    try:
        asked = json.loads(body)
        name = str(asked.pop("method")).lower()
    except (ValueError, KeyError, AttributeError, TypeError):
        return
    if name in METHODS and name not in NOT_AS_ANSWER and not name.startswith("get"):
        try:
            await _result(village, METHODS[name], Params(asked, {}))
        except ApiError as error:
            log.info("a call in a webhook's answer was refused: %s", error.description)


def refused(error: ApiError) -> web.Response:
    """An error as JSON; the HTTP status is its code."""
    body: Json = {"ok": False, "error_code": error.code, "description": error.description}
    headers: dict[str, str] = {}
    if error.parameters:
        body["parameters"] = error.parameters
    if "retry_after" in error.parameters:
        headers["Retry-After"] = str(error.parameters["retry_after"])
    return web.json_response(body, status=error.code, headers=headers)


def _method(village: Village, request: web.Request, name: str) -> Method:
    if not _is_token(village, request):
        raise ApiError(401, "Unauthorized")
    if name not in METHODS:
        raise ApiError(404, "Not Found: method not found")
    return METHODS[name]


def _is_token(village: Village, request: web.Request) -> bool:
    given = request.match_info["token"].encode()
    return hmac.compare_digest(given, village.settings.token.encode())


async def _answer(village: Village, method: Method, params: Params) -> web.Response:
    return web.json_response({"ok": True, "result": await _result(village, method, params)})


async def _result(village: Village, method: Method, params: Params) -> object:
    try:
        result = method(village, params)
        return await result if inspect.isawaitable(result) else result
    except (TypeError, ValueError, KeyError, AttributeError):
        log.exception("a call had a shape the village does not know")
        raise bad_request("can't parse the request") from None


async def _answer_in_trouble(
    fault: OrderedFault, request: web.Request, village: Village, method: Method, params: Params
) -> web.StreamResponse:
    error = refusal(fault)
    if error is not None:
        raise error
    if fault.kind == "bad_gateway":
        return web.Response(status=502, text=BAD_GATEWAY, content_type="text/html")
    if fault.kind == "drop_before":
        return _dropped(request)
    answer = await _answer(village, method, params)
    if fault.kind == "drop_after":
        return _dropped(request)
    if fault.kind == "broken_json":
        return web.Response(text='{"ok":true,"result":{', content_type="application/json")
    await asyncio.sleep(fault.seconds)
    return answer


def _dropped(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _chat_id(params: Params) -> int | None:
    asked = params.text("chat_id").removeprefix("-")
    return params.whole("chat_id") if asked.isdigit() else None
