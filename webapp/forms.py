"""What people type into forms: rupees with any digits, choices, days. Bad input is a refusal."""

from datetime import date
from enum import StrEnum
from typing import TypeVar

from aiohttp import web

from groups.people.model.refusals import BadAnswer
from groups.people.model.typed_text import typed
from groups.registers.model.typed_amounts import read_paise, read_whole

Choice = TypeVar("Choice", bound=StrEnum)


def rupees(text: str, field: str) -> int:
    """Return paise of "20", "₹20.50", "1,500" or "२०"; `BadAnswer(field)` for what is unclear."""
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
    """Return the choice of this code; `BadAnswer(field)` for one that does not exist."""
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
    """Return the fields of a posted form; the last of a name counts."""
    form = await request.post()
    return {name: typed(value) for name, value in form.items() if isinstance(value, str)}
