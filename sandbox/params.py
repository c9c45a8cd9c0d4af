"""The parameters of a call: JSON, form, multipart or query, all read the same way."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from aiohttp.web_request import FileField

from sandbox.errors import bad_request


@dataclass(frozen=True, slots=True)
class Upload:
    """A file sent with a call."""

    name: str
    mime: str
    body: bytes


class Params:
    """The parameters of one call; numbers and lists that a form sends as text are decoded."""

    def __init__(self, values: Mapping[str, Any], uploads: Mapping[str, Upload]) -> None:
        self._values = values
        self._uploads = uploads

    def has(self, name: str) -> bool:
        """Whether a parameter was given."""
        return self._values.get(name) is not None

    def text(self, name: str) -> str:
        """A text; empty when it was not given."""
        value = self._values.get(name)
        return "" if value is None else str(value)

    def whole(self, name: str, default: int = 0) -> int:
        """A whole number; ApiError for anything else."""
        value = self._values.get(name)
        if value is None or value == "":
            return default
        try:
            return int(value)
        except (TypeError, ValueError):
            raise bad_request(f"invalid {name} specified") from None

    def flag(self, name: str) -> bool:
        """Whether the value is one that the real server takes as true."""
        return str(self._values.get(name, "")).lower() in {"true", "yes", "1"}

    def shape(self, name: str) -> Any:
        """A list or object, decoded where a form sent it as text; None when absent."""
        value = self._values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name}: Can't parse JSON object") from None

    def record(self, name: str) -> dict[str, Any]:
        """An object; empty when absent, ApiError for another shape."""
        value = self.shape(name)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise bad_request(f"object expected as {name}")
        return value

    def entries(self, name: str) -> list[Any]:
        """A list; empty when absent, ApiError for another shape."""
        value = self.shape(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise bad_request(f"expected an Array as {name}")
        return value

    def upload(self, name: str) -> Upload | None:
        """The file of a parameter, sent directly or by `attach://`."""
        if name in self._uploads:
            return self._uploads[name]
        return self._uploads.get(self.text(name).removeprefix("attach://"))


async def read_params(request: web.Request) -> Params:
    """The parameters of a request; the body overrides the query. ApiError for broken JSON."""
    values: dict[str, Any] = dict(request.query)
    uploads: dict[str, Upload] = {}
    if request.content_type == "application/json":
        values |= await _json_body(request)
    elif request.method == "POST":
        for name, value in (await request.post()).items():
            if isinstance(value, FileField):
                uploads[name] = Upload(value.filename, value.content_type, value.file.read())
            elif isinstance(value, str):
                values[name] = value
    return Params(values, uploads)


async def _json_body(request: web.Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.read() or b"{}")
    except ValueError:
        raise bad_request("can't parse request body: Can't parse JSON object") from None
    if not isinstance(body, dict):
        raise bad_request("can't parse request body: object expected")
    return body
