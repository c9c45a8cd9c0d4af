"""What import contracts cannot see of the drawers: facts only read, effects ask no right."""

import ast
import re
from collections.abc import Callable, Iterator

import pytest

from tests.tidy.tree import modules, name_of, parsed

FACTS = re.compile(r"groups/\w+/facts(\.py|/\w+\.py)")
EFFECTS = re.compile(r"groups/\w+/effects(\.py|/\w+\.py)")
STORE = re.compile(r"groups/\w+/store(\.py|/\w+\.py)")
WRITES = re.compile(r"(insert|update|delete|upsert)_[a-z]")
READS = re.compile(r"(select|count|is|has)_[a-z]")
CHANGES = re.compile(r"\s*(INSERT|UPDATE|DELETE)\b")
RIGHTS = {"groups.people.rules.rights", "groups.people.facts.door"}


def test_facts_write_nothing() -> None:
    assert [*_in_all(FACTS, _written)] == []


def test_effects_ask_no_right() -> None:
    assert [*_in_all(EFFECTS, _rights)] == []


def test_a_statement_that_is_named_a_read_changes_nothing() -> None:
    assert [*_in_all(STORE, _false_reads)] == []


@pytest.mark.parametrize(
    ("find", "source", "offences"),
    [
        ("written", "def a(tx):\n    store.insert_vouch(tx)", ["insert_vouch"]),
        ("written", "def a(tx):\n    update_loan(tx)", ["update_loan"]),
        ("written", "def a(tx):\n    return store.select_vouch(tx)", []),
        ("rights", "from groups.people.rules.rights import Right", ["groups.people.rules.rights"]),
        ("rights", "from groups.people.facts import door", ["groups.people.facts.door"]),
        ("rights", "from groups.people.rules import names", []),
        ("false", "def select_a(tx):\n    return tx.value('UPDATE a SET b = 1')", ["select_a"]),
        ("false", "def select_a(tx):\n    return tx.value('SELECT 1')", []),
        ("false", "def update_a(tx):\n    tx.run('UPDATE a SET b = 1')", []),
    ],
)
def test_each_offence_is_seen(find: str, source: str, offences: list[str]) -> None:
    finders = {"written": _written, "rights": _rights, "false": _false_reads}

    assert list(finders[find](ast.parse(source))) == offences


def _in_all(drawer: re.Pattern[str], find: Callable[[ast.AST], Iterator[str]]) -> Iterator[str]:
    for path in modules():
        if drawer.fullmatch(name_of(path)):
            for offence in find(parsed(path)):
                yield f"{name_of(path)}: {offence}"


def _written(tree: ast.AST) -> Iterator[str]:
    """The calls of functions that are named for a change, in a store or anywhere."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else _id(node.func)
            if WRITES.match(called):
                yield called


def _rights(tree: ast.AST) -> Iterator[str]:
    """The modules of rights that are imported, by themselves or by a name of theirs."""
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module=str(module), names=names):
                yield from sorted(RIGHTS & {module, *(f"{module}.{it.name}" for it in names)})
            case ast.Import(names=names):
                yield from sorted(RIGHTS & {it.name for it in names})
            case _:
                pass


def _false_reads(tree: ast.AST) -> Iterator[str]:
    """The functions that are named for a read and hold the text of a change."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and READS.match(node.name):
            texts = (it.value for it in ast.walk(node) if isinstance(it, ast.Constant))
            if any(isinstance(it, str) and CHANGES.match(it) for it in texts):
                yield node.name


def _id(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""
