"""Books as A4 pages; our own fonts and text shaping join the letters correctly."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from fpdf import FPDF
from fpdf.enums import TableBordersLayout, TextEmphasis, XPos, YPos
from fpdf.fonts import FontFace

from groups.books.model import Table
from papers.words import SectionInWords, heads, page_of, part

FONTS: Final = Path(__file__).resolve().parent / "fonts"
_FILES: Final = {"hi": "NotoSansDevanagari", "en": "NotoSans"}
_WIDE_FROM: Final = 7  # with so many columns, a page is set in landscape
_PAGES: Final = "{nb}"
_SMALL, _PLAIN, _LARGE = 7.5, 9.0, 14.0  # points
_ROW: Final = 5.9  # mm: the least height of a row of one line
_HEAD: Final = FontFace(emphasis=TextEmphasis.B, fill_color=(235, 240, 236))
_TOTAL: Final = FontFace(emphasis=TextEmphasis.B)


class _Paper(FPDF):
    """Pages with their number at the foot."""

    def __init__(self, language: str) -> None:
        super().__init__(format="A4")
        self._language = language
        for name, file in _FILES.items():
            self.add_font(name, "", FONTS / f"{file}-Regular.ttf")
            self.add_font(name, "B", FONTS / f"{file}-Bold.ttf")
        others = [name for name in _FILES if name != language]
        self.set_fallback_fonts(others, exact_match=False)
        self.set_text_shaping(use_shaping_engine=True)
        self.set_auto_page_break(auto=True, margin=16)

    def footer(self) -> None:
        """Write the page's number."""
        self.set_y(-12)
        self.set_font(self._language, "", _SMALL)
        self.cell(0, 6, page_of(self._language, str(self.page_no()), _PAGES), align="C")


def pages(tables: Iterable[Table], language: str) -> bytes:
    """Return a PDF file of books in a language."""
    paper = _Paper(language)
    for table in tables:
        parts = [part(section, language) for section in table.sections]
        is_wide = any(len(one.columns) >= _WIDE_FROM for one in parts)
        paper.add_page(orientation="L" if is_wide else "P")
        first, *rest = heads(table, language)
        _line(paper, first, language, _LARGE, "B")
        for line in rest:
            _line(paper, line, language, _PLAIN, "B" if line is rest[0] else "")
        for one in parts:
            _part(paper, one, language)
    return bytes(paper.output())


def _line(paper: _Paper, text: str, language: str, size: float, style: Any) -> None:
    paper.set_font(language, style, size)
    paper.multi_cell(0, size * 0.55, text, new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _part(paper: _Paper, one: SectionInWords, language: str) -> None:
    height = (len(one.rows) + 4) * _ROW  # with its title, its head and its total
    if paper.will_page_break(height if height < paper.eph else 5 * _ROW):
        paper.add_page(orientation="L" if paper.w > paper.h else "P")  # it is not split
    paper.ln(3)
    if one.title:
        _line(paper, one.title, language, _PLAIN + 1, "B")
        paper.ln(1)
    paper.set_font(language, "", _SMALL)
    aligned = tuple("RIGHT" if right else "LEFT" for right in one.is_number)
    with paper.table(
        borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        col_widths=_widths(one),
        headings_style=_HEAD,
        line_height=4.6,
        padding=(0.6, 1.2),
        text_align=aligned,
    ) as grid:
        for row in (one.columns, *one.rows):
            grid.row(row)
        if one.total:
            grid.row(one.total, style=_TOTAL)


def _widths(one: SectionInWords) -> tuple[float, ...]:
    """The widths of columns, by their longest text; a text that is too long is wrapped."""
    every: Sequence[Sequence[str]] = (one.columns, *one.rows, *([one.total] if one.total else []))
    wanted = [max(len(row[n]) for row in every) for n in range(len(one.columns))]
    return tuple(float(min(max(count, 6), 34)) for count in wanted)
