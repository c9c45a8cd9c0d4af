"""Whatever people write passes one function on its way in: `typed`."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tidy.tree import ROOT, modules, name_of, parsed

# What people write, as the library, Telegram's launch data, forms and sheets name it.
OF_TELEGRAM = {"text", "caption", "title", "first_name", "last_name", "full_name"}
HOLDERS = {"message", "user", "chat", "change", "update", "query"}
HOME = "groups/people/model/typed_text.py"


def _edges() -> list[Path]:
    return [path for path in modules() if name_of(path).startswith(("handlers/", "webapp/"))]


def _is_written(node: ast.AST) -> bool:
    """Whether a node reads a text of a message, a name or a title."""
    if not (isinstance(node, ast.Attribute) and node.attr in OF_TELEGRAM):
        return False
    names = {it.id for it in ast.walk(node) if isinstance(it, ast.Name)}
    return bool(names & HOLDERS)


def _raw(node: ast.AST) -> Iterator[str]:
    """The texts that are read in a node without passing `typed`; asking for None reads none."""
    is_typed = isinstance(node, ast.Call) and ast.unparse(node.func) == "typed"
    if is_typed or isinstance(node, ast.Compare):
        return
    if _is_written(node):
        yield ast.unparse(node)
    for child in ast.iter_child_nodes(node):
        yield from _raw(child)


def test_whatever_telegram_brings_of_people_is_typed() -> None:
    raw_texts = {name_of(path): [*_raw(parsed(path))] for path in _edges()}

    assert {name: texts for name, texts in raw_texts.items() if texts} == {}


def test_the_test_above_sees_a_raw_text() -> None:
    assert [*_raw(ast.parse("typed(message.text); show(message.caption or '')"))] == [
        "message.caption"
    ]


@pytest.mark.parametrize(
    ("door", "calls"),
    [
        ("webapp/forms.py", "typed(value)"),
        ("webapp/launch.py", "typed(' '.join((name for name in names if name)))"),
        ("papers/cutoff_grid.py", "typed(_text(_shown(cell)))"),
    ],
)
def test_other_doors_type_what_they_read(door: str, calls: str) -> None:
    assert calls in {ast.unparse(it) for it in ast.walk(parsed(ROOT / door))}


def test_forms_are_read_in_one_place() -> None:
    readers = [
        name_of(path)
        for path in _edges()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute) and node.attr == "post" and _is_request(node.value)
    ]

    assert readers == ["webapp/forms.py"]


def test_nothing_else_normalises_a_text() -> None:
    users = [
        name_of(path)
        for path in modules()
        if not name_of(path).startswith(("tests/", "sandbox/", "papers/"))
        and any(_is_normalize(node) for node in ast.walk(parsed(path)))
    ]

    # Amounts are read from any text, also of the browser; likely pairs are looked for in old names.
    assert sorted(users) == [
        "groups/joining/rules/likely_pairs.py",
        HOME,
        "groups/registers/model/typed_amounts.py",
    ]


def _is_request(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id == "request"


def _is_normalize(node: ast.AST) -> bool:
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    return isinstance(node, ast.Attribute | ast.Name) and name == "normalize"
