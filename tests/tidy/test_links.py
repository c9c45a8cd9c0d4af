"""Every link that we give or take stands in the table of what a link proves."""

import ast
import re
from pathlib import Path

from handlers.links import Links
from handlers.routes import JOIN, SET_UP
from tests.tidy.tree import ROOT, name_of, parsed

TABLE = re.compile(r"^\| `(start|startgroup|startapp)=([^`]+)` \|", re.MULTILINE)


def in_table() -> set[tuple[str, str]]:
    """Return the links of the table: their parameter and the first word of their payload."""
    section = (ROOT / "docs/privacy.md").read_text().partition("## What a link proves")[2]
    found = TABLE.findall(section.partition("\n## ")[0])
    return {(parameter, payload.partition("_")[0]) for parameter, payload in found}


def taken() -> set[tuple[str, str]]:
    """Return the payloads of `/start` that have an act of their own."""
    [start] = [
        it
        for it in parsed(ROOT / "handlers/acts/menu.py").body
        if isinstance(it, ast.FunctionDef) and it.name == "start"
    ]
    return {
        ("start", str(it.value.value))
        for it in ast.walk(start)
        if isinstance(it, ast.MatchValue) and isinstance(it.value, ast.Constant)
    }


def given() -> set[tuple[str, str]]:
    """Return the payloads of the links under our cards."""
    return {
        ("start" if call.func.attr == "start" else "startapp", _first_word(call.args[0]))
        for path in sorted((ROOT / "handlers").rglob("*.py"))
        for call in ast.walk(parsed(path))
        if isinstance(call, ast.Call)
        if isinstance(call.func, ast.Attribute) and call.func.attr in {"start", "app_in_group"}
        if _is_links(call.func.value)
    }


def test_no_link_is_missing_from_the_table_of_what_it_proves() -> None:
    adds = Links("bot").add_to_group().partition("startgroup=")[2].partition("&")[0]
    routed = {("start", it.removesuffix("_")) for it in (JOIN, SET_UP)}

    links = taken() | given() | routed | {("startgroup", adds)}

    assert in_table() - {("startapp", "TOKEN")} == links


def test_a_link_into_the_app_names_a_group_and_a_page() -> None:
    assert {it for it in in_table() if it[0] == "startapp"} == {
        ("startapp", "TOKEN"),
        ("startapp", "TOKEN-PAGE"),
    }


def _first_word(payload: ast.expr) -> str:
    if isinstance(payload, ast.JoinedStr):
        shown = "".join(
            str(it.value) if isinstance(it, ast.Constant) else "TOKEN" for it in payload.values
        )
        return "TOKEN-PAGE" if shown == "TOKEN-TOKEN" else shown.partition("_")[0]
    assert isinstance(payload, ast.Constant), name_of(Path(__file__))
    return str(payload.value).partition("_")[0]


def _is_links(value: ast.expr) -> bool:
    return (isinstance(value, ast.Attribute) and value.attr == "links") or (
        isinstance(value, ast.Name) and value.id == "links"
    )
