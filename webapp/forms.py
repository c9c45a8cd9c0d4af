"""Read what people type into forms: rupees with any digits, choices, days; bad input is refused."""

from collections.abc import Awaitable, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from aiohttp import web
from aiohttp.web_request import FileField

from groups.people.model.refusals import BadAnswer
from groups.people.model.typed_text import typed
from groups.registers.model.typed_amounts import read_paise, read_whole

# Parsed fields of a form: texts and files, several may bear one name.
Posted = Mapping[str, str | bytes | bytearray | FileField]
Body = TypeVar("Body")
Choice = TypeVar("Choice", bound=StrEnum)


def rupees(text: str, field: str) -> int:
    """Return paise of "20", "₹20.50", "1,500" or "२०"; `BadAnswer(field)` for anything else."""
    paise = read_paise(text)
    if paise is None:
        raise BadAnswer(field)
    return paise


def whole(text: str, field: str) -> int:
    """Return a whole number, with any digits; `BadAnswer(field)` for anything else."""
    number = read_whole(text)
    if number is None:
        raise BadAnswer(field)
    return number


def choice(kind: type[Choice], text: str, field: str) -> Choice:
    """Return the choice of this code; `BadAnswer(field)` for an unknown code."""
    try:
        return kind(text)
    except ValueError as error:
        raise BadAnswer(field) from error


def day(text: str, field: str) -> date:
    """Return an ISO day; `BadAnswer(field)` for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadAnswer(field) from error


class NotAForm(Exception):
    """The body of a request is no form that can be read: no browser of ours has sent it."""


async def answers(request: web.Request) -> dict[str, str]:
    """Return the fields of a posted form; the last of a name counts. `NotAForm` if unreadable."""
    form = await posted(request)
    return {typed(name): typed(value) for name, value in form.items() if isinstance(value, str)}


async def posted(request: web.Request) -> Posted:
    """Return the texts and files of a posted form; NotAForm for what cannot be read as one."""
    return await _readable(request.post())


async def body_of(request: web.Request) -> bytes:
    """Return the whole body as it came; NotAForm where it does not come as it promised to."""
    return await _readable(request.read())


async def _readable(reading: Awaitable[Body]) -> Body:
    """Wait for the library's reading: here alone, so that no door can break at a body.

    A body that is too large, and a sender who has gone away, are the server's to answer.
    """
    try:
        return await reading
    except (web.HTTPException, ConnectionError):
        raise
    except Exception as error:  # the library raises whatever it stumbles upon
        raise NotAForm from error
