"""Books as A4 pages; our own fonts and text shaping join the letters of every script correctly."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from unicodedata import combining

from fpdf import FPDF
from fpdf.enums import TableBordersLayout, TextEmphasis, XPos, YPos
from fpdf.fonts import FontFace
from fpdf.line_break import Fragment

from groups.books.model import Table
from papers.letters import DEVANAGARI, JOINERS, LATIN, fonts_for, legible
from papers.words import SectionInWords, heads, page_of, part

FONTS: Final = Path(__file__).resolve().parent / "fonts"
_IN_BOLD: Final = frozenset({LATIN, DEVANAGARI})
_WIDE_FROM: Final = 7  # with so many columns, a page is set in landscape
_PAGES: Final = "{nb}"
_SMALL, _PLAIN, _LARGE = 7.5, 9.0, 14.0  # points
_ROW: Final = 5.9  # mm: the least height of a row of one line
_HEAD: Final = FontFace(emphasis=TextEmphasis.B, fill_color=(235, 240, 236))
_TOTAL: Final = FontFace(emphasis=TextEmphasis.B)


class Paper(FPDF):
    """Pages with their number at the foot; each letter is set in a font that has it."""

    def __init__(self, language: str, fonts: Sequence[str]) -> None:
        super().__init__(format="A4")
        self._language = language
        self._joined_to: str | None = None
        for name in fonts:
            self.add_font(name, "", FONTS / f"{name}-Regular.ttf")
            if name in _IN_BOLD:
                self.add_font(name, "B", FONTS / f"{name}-Bold.ttf")
        self.set_fallback_fonts([name for name in fonts if name != LATIN], exact_match=False)
        self.set_text_shaping(use_shaping_engine=True)
        self.set_auto_page_break(auto=True, margin=16)
        of_paper: Any = self.fonts  # of ours each has a map from signs to glyphs
        self.known = frozenset(point for font in of_paper.values() for point in font.cmap)
        for style in ("", "B"):  # a joiner is set in the font of the letters that it joins
            for joiner in JOINERS:
                of_paper[LATIN.lower() + style].cmap.pop(ord(joiner), None)

    def footer(self) -> None:
        """Write the page's number."""
        self.set_y(-12)
        self.set_font(LATIN, "", _SMALL)
        self.cell(0, 6, page_of(self._language, str(self.page_no()), _PAGES), align="C")

    def get_fallback_font(self, char: str, style: str = "") -> str | None:
        """The font of a sign that the Latin one has not: for a joiner, that of the sign before."""
        if char not in JOINERS:
            self._joined_to = super().get_fallback_font(char, style)
        return self._joined_to

    def _parse_chars(self, *texts: Any, **options: Any) -> Iterator[Fragment]:
        """The runs of a text; fpdf2 would cut them at joiners and marks, which belong to both."""
        whole: Fragment | None = None
        for run in super()._parse_chars(*texts, **options):
            if whole is not None and _belong_together(whole, run):
                whole.characters += run.characters
                continue
            if whole is not None:
                yield whole
            whole = run
        if whole is not None:
            yield whole


def pages(tables: Iterable[Table], language: str) -> bytes:
    """Return a PDF file of books in a language."""
    return bytes(paper_of(tables, language).output())


def paper_of(tables: Iterable[Table], language: str) -> Paper:
    """Set books in a language."""
    books = [
        (heads(table, language), [part(section, language) for section in table.sections])
        for table in tables
    ]
    texts = [text for lines, parts in books for text in (*lines, *map(_all_of, parts))]
    paper = Paper(language, fonts_for(texts))
    for lines, sections in books:
        parts = [_in_known_letters(one, paper) for one in sections]
        is_wide = any(len(one.columns) >= _WIDE_FROM for one in parts)
        paper.add_page(orientation="L" if is_wide else "P")
        for n, text in enumerate(lines):
            size, style = (_PLAIN, "") if n else (_LARGE, "B")
            _line(paper, legible(text, paper.known), size, "B" if n == 1 else style)
        for one in parts:
            _part(paper, one)
    return paper


def _belong_together(whole: Fragment, run: Fragment) -> bool:
    """Whether a run of letters goes on over a joiner or a mark, in the same font."""
    if type(run) is not Fragment or type(whole) is not Fragment:
        return False
    before, after = whole.characters[-1], run.characters[0]
    is_joint = {before, after} & JOINERS or combining(before) or combining(after)
    return bool(is_joint) and whole.font is run.font and whole.font_size_pt == run.font_size_pt


def _all_of(one: SectionInWords) -> str:
    rows = (one.columns, *one.rows, one.total or ())
    return one.title + "".join(text for row in rows for text in row)


def _in_known_letters(one: SectionInWords, paper: Paper) -> SectionInWords:
    def known(row: Sequence[str]) -> tuple[str, ...]:
        return tuple(legible(text, paper.known) for text in row)

    return replace(
        one,
        title=legible(one.title, paper.known),
        columns=known(one.columns),
        rows=tuple(known(row) for row in one.rows),
        total=known(one.total) if one.total else None,
    )


def _line(paper: Paper, text: str, size: float, style: Any) -> None:
    paper.set_font(LATIN, style, size)
    paper.multi_cell(0, size * 0.55, text, new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _part(paper: Paper, one: SectionInWords) -> None:
    height = (len(one.rows) + 4) * _ROW  # with its title, its head and its total
    if paper.will_page_break(height if height < paper.eph else 5 * _ROW):
        paper.add_page(orientation="L" if paper.w > paper.h else "P")  # it is not split
    paper.ln(3)
    if one.title:
        _line(paper, one.title, _PLAIN + 1, "B")
        paper.ln(1)
    paper.set_font(LATIN, "", _SMALL)
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
