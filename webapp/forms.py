"""Read what people type into forms: rupees with any digits, choices, days; bad input is refused."""

import re
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar

from aiohttp import web

from groups.people.model.refusals import BadAnswer
from texts.typed import typed

Choice = TypeVar("Choice", bound=StrEnum)
_RUPEES: Final = re.compile(r"(\d{1,7})(?:\.(\d{1,2}))?")
_NOT_COUNTED: Final = str.maketrans("", "", " ,₹\u00a0")


def rupees(text: str, field: str) -> int:
    """Return paise of "20", "₹20.50", "1,500" or "२०"; `BadAnswer(field)` for anything else."""
    match = _RUPEES.fullmatch(text.translate(_NOT_COUNTED))
    if match is None:
        raise BadAnswer(field)
    whole, part = match.groups()
    return int(whole) * 100 + int((part or "0").ljust(2, "0"))


def whole(text: str, field: str) -> int:
    """Return a whole number, with any digits; `BadAnswer(field)` for anything else."""
    try:
        return int(text)  # int reads Devanagari digits too
    except ValueError as error:
        raise BadAnswer(field) from error


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


async def answers(request: web.Request) -> dict[str, str]:
    """Return the fields of a posted form; if a name comes twice, the last value counts."""
    form = await request.post()
    return {name: typed(value) for name, value in form.items() if isinstance(value, str)}
