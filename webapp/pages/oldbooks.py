"""An old group's books: the cut-off sheet as a file or as a form, and its approval."""

import asyncio
from collections.abc import Iterator, Mapping
from itertools import count, takewhile

from aiohttp import web
from aiohttp.web_request import FileField

from groups.oldbooks import acts as openings
from groups.oldbooks.model import (
    COLUMNS,
    MEETINGS_AT_MOST,
    Column,
    NotASheet,
    SaveAsWorkbook,
    Sheet,
    SheetCell,
    SheetFault,
    SheetLine,
    SheetPart,
    SheetTooLarge,
    Wrong,
)
from papers.cutoff_grid import BYTES_MOST
from papers.cutoff_reading import marked, sheet_of
from papers.cutoff_sheet import choices, word
from texts.languages import ENGLISH, LANGUAGES
from webapp.asking import actor, do, fragment, group_id, look, new_id, now
from webapp.forms import answers, posted

routes = web.RouteTableDef()

ROWS_MORE = 4  # empty rows for members who have not joined yet
LOAN_ROWS = 8
_MEETINGS = range(1, MEETINGS_AT_MOST + 1)
_A_MONTH = "percent_a_month"  # a rate as it is taken over
_TEXTS = (".csv", ".tsv", ".fods")  # sheets of other programs that cannot be told by their content
_NOT_KNOWN = frozenset({".", "?", "-"})  # in the place of a letter


@routes.get("/opening")
async def opening(request: web.Request) -> web.Response:
    """Show the next step for the old books, or the sheet that waits for an approval."""
    return await _page(request)


@routes.get("/opening/form")
async def fill(request: web.Request) -> web.Response:
    """Show the sheet as a form, for a group without a computer."""
    return await _form(request, {}, ())


@routes.post("/opening")
async def hand_in(request: web.Request) -> web.Response:
    """Take the sheet as a file; show its faults, or ask for its approval."""
    await look(request, openings.page, actor(request), group_id(request))  # before it is read
    try:
        filled = await answers(request)
    except web.HTTPRequestEntityTooLarge as error:
        raise SheetTooLarge from error
    sent = (await posted(request)).get("sheet")
    if not isinstance(sent, FileField):
        raise NotASheet
    body = sent.file.read(BYTES_MOST + 1)
    if (sent.filename or "").lower().endswith(_TEXTS):
        raise SaveAsWorkbook
    sheet = await asyncio.to_thread(sheet_of, body)
    faults, language = await _ask(request, sheet, filled)
    if not faults:
        return await _page(request, said="asked")
    return fragment("web/opening_faults.html", language, faults=faults)


@routes.post("/opening/form")
async def fill_in(request: web.Request) -> web.Response:
    """Take the sheet from the form; if it has faults, show them in the filled-in form."""
    filled = await answers(request)
    await look(request, openings.page, actor(request), group_id(request))  # before it is read
    faults, _ = await _ask(request, sheet_from(filled), filled)
    if not faults:
        return await _page(request, said="asked")
    return await _form(request, filled, faults)


@routes.post("/opening/send")
async def send(request: web.Request) -> web.Response:
    """Send her the empty sheet, in her chat with the bot."""
    wanted = (await answers(request)).get("language", "")
    is_sent, _ = await do(
        request,
        openings.ask_for_sheet,
        actor(request),
        group_id(request),
        language=wanted if wanted in LANGUAGES else ENGLISH,
        at=now(request),
    )
    return await _page(request, said="sent" if is_sent else "no_chat")


def sheet_from(filled: Mapping[str, str]) -> Sheet:
    """The sheet of a form; empty rows are left out."""
    lines = [
        SheetLine(SheetPart.GROUP, row, (SheetCell(column, filled.get(column.value, "")),))
        for row, column in enumerate(COLUMNS[SheetPart.GROUP], 1)
    ]
    for part in (SheetPart.MEMBERS, SheetPart.LOANS):
        lines += _rows_of(part, filled)
    days = [SheetCell(Column.MEETING, filled.get(f"day-{n}", ""), n) for n in _MEETINGS]
    lines.append(SheetLine(SheetPart.MEETINGS, 0, tuple(days)))
    faults: list[SheetFault] = []
    for row in takewhile(lambda n: f"members-{n}-number" in filled, count(1)):
        letters = filled.get(f"marks-{row}", "").split()
        if letters and len(letters) < len(days):
            told = str(len(letters))
            fault = SheetFault(SheetPart.MEETINGS, row, Column.MEETING, Wrong.FEW_MARKS, told)
            faults.append(fault)
        elif letters:
            number = SheetCell(Column.NUMBER, filled[f"members-{row}-number"])
            marks = [
                SheetCell(Column.MEETING, "" if letter in _NOT_KNOWN else marked(letter), n)
                for n, letter in enumerate(letters, 1)
            ]
            lines.append(SheetLine(SheetPart.MEETINGS, row, (number, *marks)))
    return Sheet(tuple(lines), tuple(faults))


def _rows_of(part: SheetPart, filled: Mapping[str, str]) -> Iterator[SheetLine]:
    """The filled rows of a part; the form itself writes the number of each member."""
    first = COLUMNS[part][0]
    for row in takewhile(lambda n: f"{part}-{n}-{first.value}" in filled, count(1)):
        cells = tuple(
            SheetCell(column, filled.get(f"{part}-{row}-{column.value}", ""))
            for column in COLUMNS[part]
        )
        if any(one.text for one in cells[part is SheetPart.MEMBERS :]):
            yield SheetLine(part, row, cells)


async def _ask(
    request: web.Request, sheet: Sheet, filled: Mapping[str, str]
) -> tuple[tuple[SheetFault, ...], str]:
    return await do(
        request,
        openings.ask,
        actor(request),
        group_id(request),
        sheet,
        reason=filled.get("reason", ""),
        new_id=new_id(request),
        at=now(request),
    )


async def _page(request: web.Request, *, said: str = "") -> web.Response:
    page, language = await look(request, openings.page, actor(request), group_id(request))
    return fragment("web/opening.html", language, page=page, said=said, words=_words(language))


async def _form(
    request: web.Request, filled: Mapping[str, str], faults: tuple[SheetFault, ...]
) -> web.Response:
    form, language = await look(
        request, openings.form, actor(request), group_id(request), at=now(request)
    )
    return fragment(
        "web/opening_form.html",
        language,
        page=form.page,
        filled=filled,
        faults=faults,
        words=_words(language),
        columns=COLUMNS,
        rows=[(one.number, one.name) for one in form.page.members]
        + [(form.next_number + n, "") for n in range(ROWS_MORE)],
        loan_rows=LOAN_ROWS,
        yesterday=form.yesterday,
        held=form.held,
        funds=choices(Column.FUND, language),
        purposes=choices(Column.PURPOSE, language),
        times=choices(Column.RATE_FOR, language),
    )


def _words(language: str) -> dict[str, str]:
    """The names of the sheet's parts and columns."""
    codes = (*SheetPart, *Column, _A_MONTH)
    return {str(code): word(str(code), language) for code in codes}
