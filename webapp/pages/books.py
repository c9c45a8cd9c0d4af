"""The group's books of chosen days: as pages, and as a file for printing that the bot sends."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from aiohttp import web

from groups.books import acts as books
from groups.books.model import Book, Format, Shelf, WantedBook
from papers.words import heads, part, title_of
from texts.languages import LANGUAGES
from webapp.asking import actor, do, fragment, group_id, look, now
from webapp.forms import answers, choice, day

routes = web.RouteTableDef()
_BOOK: Final = "/books/{book:[a-z_]+}"
_YEAR_BEGINS: Final = 4  # April: books are closed with March


@routes.get("/books")
async def shelf(request: web.Request) -> web.Response:
    """Show which books she may read; `first` and `last` are the days that she chose."""
    her_shelf, language = await look(
        request, books.shelf, actor(request), group_id(request), at=now(request)
    )
    times = times_of(her_shelf)
    first, last = _time(request.query, times["month"])
    return fragment(
        "web/books.html",
        language,
        shelf=her_shelf,
        times=times,
        first=first,
        last=last,
        names={book: title_of(book, language) for book in her_shelf.books},
    )


@routes.get(_BOOK)
async def one(request: web.Request) -> web.Response:
    """Show one book of the chosen days."""
    return await _show(request, request.query, said="")


@routes.post(_BOOK)
async def send(request: web.Request) -> web.Response:
    """Send her the book as a file, in her chat with the bot."""
    form = await answers(request)
    language = form.get("language", "")
    is_sent, _ = await do(
        request,
        books.ask,
        actor(request),
        group_id(request),
        _wanted(request, form),
        choice(Format, form.get("form", ""), "form"),
        language=language if language in LANGUAGES else "en",
        at=now(request),
    )
    return await _show(request, form, said="sent" if is_sent else "no_chat")


def times_of(her_shelf: Shelf) -> dict[str, tuple[date, date]]:
    """The usual choices of days: this month, the last month, the year from April, all."""
    today = her_shelf.today
    month = today.replace(day=1)
    before = date.fromordinal(month.toordinal() - 1)
    year = today.replace(month=_YEAR_BEGINS, day=1)
    if year > today:
        year = year.replace(year=year.year - 1)
    return {
        "month": (month, today),
        "month_before": (before.replace(day=1), before),
        "year": (year, today),
        "all": (min(her_shelf.began, today), today),
    }


async def _show(request: web.Request, asked: Mapping[str, str], *, said: str) -> web.Response:
    wanted = _wanted(request, asked)
    table, language = await look(request, books.book, actor(request), group_id(request), wanted)
    return fragment(
        "web/book.html",
        language,
        wanted=wanted,
        heads=heads(table, language),
        parts=[part(section, language) for section in table.sections],
        said=said,
    )


def _wanted(request: web.Request, asked: Mapping[str, str]) -> WantedBook:
    book = choice(Book, request.match_info["book"], "book")
    today = now(request).date()
    first, last = _time(asked, (today.replace(day=1), today))
    return WantedBook(book, first, last, asked.get("member") or None)


def _time(asked: Mapping[str, str], usual: tuple[date, date]) -> tuple[date, date]:
    if "first" not in asked or "last" not in asked:
        return usual
    return day(asked["first"], "period"), day(asked["last"], "period")
