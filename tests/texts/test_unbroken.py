"""No line ends within a number, or between a number and its sign, rupee sign or per cent.

By the rules of Unicode a line may end at a blank, and between two signs before a number ("−₹"); it
ends neither between digits and their commas nor between one sign and a digit.
"""

import re
from typing import Final

import pytest

from tests.tidy import templates
from texts.amounts import JOINED, amount, decimal, number, percent, signed
from texts.languages import LANGUAGES
from texts.limits import plain
from texts.say import render

EXAMPLES: Final = templates.examples()
BREAKS: Final = re.compile(r"[−+-][₹№]|[₹№−] +\d|\d +%")
VALUES: Final = (0, 5, -5, 1_00, -60_00, 1_00_000_00, -12_34_567_89)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_template_lets_a_line_end_within_a_number(language: str) -> None:
    broken = {
        path: found
        for path, several in EXAMPLES.items()
        for facts in several
        if (found := BREAKS.findall(plain(render(path, language, **facts))))
    }

    assert broken == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_number_holds_a_place_where_a_line_may_end(language: str) -> None:
    forms = (amount, number, signed, decimal)
    written = [form(value, language) for form in forms for value in VALUES]
    written += [percent(share, language) for share in (0.0, 0.5, 1.0)]

    assert [it for it in written if BREAKS.search(it) or re.search(r"\s", it)] == []


def test_a_minus_holds_fast_to_the_rupee_sign() -> None:
    assert amount(-60_00, "hi") == f"−{JOINED}₹60"
    assert BREAKS.search("−₹60") is not None
    assert BREAKS.search("24 %") is not None
