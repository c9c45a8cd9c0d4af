"""The shape of the code: short, documented, each thing in its place."""

import ast
import re
from pathlib import Path

from tests.tidy.tree import files, functions, modules, name_of, parsed

# A file ends where its subject ends. Look twice at a longer one: split it, or write its reason
# here.
LINES_USUAL = 350
LONGER = {
    "tests/groups/lending/test_loans.py": "the steps of a loan, and who may take each",
    "tests/groups/oldbooks/rules/test_cutoff.py": "a table of what a sheet may get wrong",
    "tests/papers/test_cutoff_reading.py": "a table of sheets as offices send them",
    "keeping.py": "every copy, check and export of the books, whichever the engine",
    "groups/founding/acts/founding.py": "a group from its link to its admission, step by step",
    "groups/standing/rules/known.py": "all that a run knows at its cut, merges included",
    "groups/loans/store/loans.py": "a loan's three tables, written and read column by column",
    "groups/lending/acts/loans.py": "a loan's steps up to the hand-over, read in their order",
}
FUNCTION_LINES_MAX = 60
SQL_HOMES = re.compile(r"storage/|ledger/|tests/|groups/\w+/store[/.]")
BANNED_NAMES = {"common", "core", "helpers", "misc", "services", "utils", "manager", "managers"}
SQL = re.compile(
    r"\b(SELECT\s.+\sFROM|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|CREATE\s+(TABLE|INDEX)"
    r"|PRAGMA\s+\w+|BEGIN\s+(IMMEDIATE|TRANSACTION))\b",
    re.DOTALL,
)
DECISION = re.compile(r"\d{4}-[a-z0-9]+(-[a-z0-9]+)*\.md")


def test_a_module_is_read_in_one_go() -> None:
    lines = {name_of(path): len(path.read_text().splitlines()) for path in modules()}

    assert {name for name, count in lines.items() if count > LINES_USUAL} == set(LONGER)


def test_a_function_is_seen_at_once() -> None:
    lines = {
        f"{name_of(path)}:{function.name}": (function.end_lineno or function.lineno)
        - function.lineno
        + 1
        for path in modules()
        for function in functions(path)
    }

    assert {name: count for name, count in lines.items() if count > FUNCTION_LINES_MAX} == {}


def test_a_module_opens_with_a_sentence() -> None:
    without = [name_of(path) for path in modules() if not _opens_with_a_sentence(path)]

    assert without == []


def test_sql_stands_in_its_homes_only() -> None:
    strays = [
        f"{name_of(path)}: {text[:60]}"
        for path in modules()
        if not SQL_HOMES.match(name_of(path))
        for text in _strings(parsed(path))
        if SQL.search(text)
    ]

    assert strays == []


def test_a_value_is_not_built_from_a_tuple() -> None:
    """Two facts of one type in a tuple change places unseen; by name they cannot."""
    strays = [
        f"{name_of(path)}:{found.lineno}"
        for path in modules()
        if not name_of(path).startswith("tests/")
        for found in _built_from_a_tuple(parsed(path))
    ]

    assert strays == []
    assert _built_from_a_tuple(ast.parse("Agreed(version, *signed)"))


def test_no_name_says_nothing() -> None:
    names = {part.removesuffix(".py") for path in modules() for part in _own_parts(path)}

    assert names & BANNED_NAMES == set()


def test_an_init_is_a_map_and_not_a_door() -> None:
    maps = [path for path in modules() if path.name == "__init__.py"]

    assert [name_of(path) for path in maps if len(parsed(path).body) != 1] == []


def test_a_decision_has_a_number_and_a_title_and_three_parts() -> None:
    decisions = [path for path in files() if name_of(path).startswith("docs/decisions/")]
    parts = ("# ", "## Context", "## Decision", "## Consequences")
    wrong = [
        name_of(path)
        for path in decisions
        if not DECISION.fullmatch(path.name)
        or not all(f"\n{part}" in f"\n{path.read_text()}" for part in parts)
    ]

    assert wrong == []


def test_decisions_are_numbered_without_a_gap() -> None:
    decisions = [path.name for path in files() if name_of(path).startswith("docs/decisions/")]

    assert [int(name[:4]) for name in decisions] == list(range(1, len(decisions) + 1))


def test_an_exception_to_a_check_gives_its_reason() -> None:
    marker = re.compile(r"#\s*(?:noqa|type:\s*ignore|pyright:\s*ignore|pragma: no cover)")
    reasoned = re.compile(r"#\s*(?:noqa: [A-Z0-9, ]+|[a-z]+:\s*ignore\[[\w, -]+\]) +(?:#|-) *\w")
    bare = [
        f"{name_of(path)}:{number}"
        for path in modules()
        if name_of(path) != "tests/tidy/test_shape.py"
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if marker.search(line) and not reasoned.search(line)
    ]

    assert bare == []


def _opens_with_a_sentence(path: Path) -> bool:
    first = (ast.get_docstring(parsed(path)) or "").split("\n\n")[0].strip()
    return first.endswith((".", "?", "!"))


def _own_parts(path: Path) -> tuple[str, ...]:
    return tuple(name_of(path).split("/"))


def _built_from_a_tuple(tree: ast.Module) -> list[ast.Call]:
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id.lstrip("_")[:1].isupper()
        and any(isinstance(given, ast.Starred) for given in node.args)
    ]


def _strings(tree: ast.Module) -> list[str]:
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docstrings
    ]
