"""A store is SQL alone: each public function makes one statement and is named by its verb."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.tidy.tree import modules, name_of, parsed

STORE = re.compile(r"groups/\w+/store(\.py|/\w+\.py)")
VERB = re.compile(r"(select|insert|update|delete|upsert|count|is|has)_[a-z]")
STATEMENTS = {"run", "many", "rows", "all", "one", "value"}
LINKS = {"link", "link_all"}  # the chain's own statements, which belong to a row that is recorded
MANY = 2  # a statement in a loop is more than one, however often the loop runs

Function = ast.FunctionDef | ast.AsyncFunctionDef


def test_a_public_function_of_a_store_makes_one_statement_and_is_named_by_its_verb() -> None:
    wrong = [
        f"{name_of(path)}: {offence}"
        for path in modules()
        if STORE.fullmatch(name_of(path))
        for offence in _offences(parsed(path))
    ]

    assert wrong == []


def test_a_statement_is_made_by_a_store_alone() -> None:
    strays = [
        f"{name_of(path)}:{call.lineno}"
        for path in modules()
        if name_of(path).startswith("groups/") and not STORE.fullmatch(name_of(path))
        for call, _ in _calls(parsed(path))
        if isinstance(call.func, ast.Attribute)
        if _is_tx(call.func.value) and call.func.attr in STATEMENTS
    ]

    assert strays == []


@pytest.mark.parametrize(
    ("source", "offences"),
    [
        ("def select_a(tx):\n    return tx.rows('A')", []),
        ("def select_a(tx):\n    return [a for (a,) in tx.rows('A')]", []),
        ("def select_a(tx):\n    for a in tx.rows('A'):\n        print(a)", []),
        ("def select_a(tx):\n    return _a(tx)\ndef _a(tx):\n    return tx.value('A')", []),
        ("def insert_a(tx):\n    tx.run('A')\n    link(tx, 'a')", []),
        ("def _a(tx):\n    tx.run('A')\n    tx.run('B')", []),
        ("def keep_a(tx):\n    tx.run('A')", ["keep_a is not named by a verb"]),
        ("def select_a(tx):\n    return None", ["select_a makes 0 statements"]),
        (
            "def insert_a(tx):\n    tx.run('A')\n    tx.many('B', [])",
            ["insert_a makes 2 statements"],
        ),
        (
            "def insert_a(tx):\n    for a in 'ab':\n        tx.run(a)",
            ["insert_a makes 2 statements"],
        ),
        (
            "def select_a(tx):\n    return [tx.one(a) for a in 'ab']",
            ["select_a makes 2 statements"],
        ),
        (
            "def select_a(tx):\n    return tx.rows('A') + select_b(tx)",
            ["select_a makes 2 statements"],
        ),
        (
            "def select_a(tx):\n    return tx.rows('A') + others.select_b(tx)",
            ["select_a makes 2 statements"],
        ),
        (
            "def select_a(tx):\n    return _a(tx), _a(tx)\ndef _a(tx):\n    return tx.value('A')",
            ["select_a makes 2 statements"],
        ),
        (
            "class A:\n    def write(self):\n        self.tx.run('A')",
            ["A.write: a statement stands in a function, not in a class"],
        ),
    ],
)
def test_an_offender_is_seen(source: str, offences: list[str]) -> None:
    assert _offences(ast.parse(source)) == offences


def _offences(tree: ast.Module) -> list[str]:
    """What is wrong with the public functions of a store."""
    own = {node.name: node for node in tree.body if isinstance(node, Function)}
    found: list[str] = []
    for name, function in own.items():
        if name.startswith("_"):
            continue
        if not VERB.match(name):
            found.append(f"{name} is not named by a verb")
        statements = _statements(function, own)
        if statements != 1:
            found.append(f"{name} makes {statements} statements")
    return found + [
        f"{held.name}.{method.name}: a statement stands in a function, not in a class"
        for held in tree.body
        if isinstance(held, ast.ClassDef)
        for method in held.body
        if isinstance(method, Function) and _statements(method, own)
    ]


def _statements(node: ast.AST, own: dict[str, Function]) -> int:
    """How many statements a piece of code makes, with those of the functions that it calls."""
    return sum((MANY if is_looped else 1) * _made_by(call, own) for call, is_looped in _calls(node))


def _made_by(call: ast.Call, own: dict[str, Function]) -> int:
    """How many statements one call makes; another module's function with `tx` makes one."""
    called = call.func
    if isinstance(called, ast.Attribute) and _is_tx(called.value):
        return int(called.attr in STATEMENTS)
    if isinstance(called, ast.Name) and called.id in own:
        return _statements(own[called.id], own)
    is_link = isinstance(called, ast.Name) and called.id in LINKS
    return int(not is_link and any(_is_tx(given) for given in call.args))


def _is_tx(node: ast.expr) -> bool:
    return (isinstance(node, ast.Name) and node.id == "tx") or (
        isinstance(node, ast.Attribute) and node.attr == "tx"
    )


def _calls(node: ast.AST, *, is_looped: bool = False) -> Iterator[tuple[ast.Call, bool]]:
    """Yield every call inside, and whether a loop repeats it: not what the loop runs over."""
    once: list[ast.AST] = []
    if isinstance(node, ast.For):
        once = [node.iter]
    elif isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
        once = [node.generators[0].iter]
    repeats = is_looped or bool(once) or isinstance(node, ast.While)
    if isinstance(node, ast.Call):
        yield node, is_looped
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.comprehension):
            for part in ast.iter_child_nodes(child):
                yield from _calls(part, is_looped=is_looped if part in once else repeats)
        else:
            yield from _calls(child, is_looped=is_looped if child in once else repeats)
