"""Every SQL statement of books and groups, and which of them a test run carried out on PostgreSQL.

The texts are read from the source; what was carried out is seen at the driver. Nobody keeps a list.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Final, LiteralString

import psycopg
import pytest

import storage.postgres
from storage.postgres_tx import PostgresTx
from storage.statement import for_psycopg
from storage.tx import Value

PACKAGES: Final = ("groups", "ledger")

_ROOT = Path(__file__).parent.parent
_SQL = re.compile(r"\s*(SELECT|INSERT\s+INTO|UPDATE|DELETE\s+FROM|WITH)\s")


# --- written -------------------------------------------------------------------------------------


@cache
def written() -> Mapping[bytes, str]:
    """Return where each statement stands, by its text as PostgreSQL's driver is given it."""
    return {
        for_psycopg(text): f"{path.relative_to(_ROOT)}:{line}"
        for package in PACKAGES
        for path in sorted((_ROOT / package).rglob("*.py"))
        for line, text in statements_in(path.read_text(), _names_of(path))
    }


def statements_in(source: str, names: Mapping[str, object]) -> Iterator[tuple[int, str]]:
    """Yield the line and the text of each statement in a module that knows these names.

    A text that is given a name is a statement where the name is used by itself; where it is joined
    with another text, the whole is. A statement that a dictionary has for SQLite is left out.
    """
    finder = _Finder(names)
    finder.visit(ast.parse(source))
    yield from finder.found


class _Finder(ast.NodeVisitor):
    def __init__(self, names: Mapping[str, object]) -> None:
        self._names = names
        self.found: list[tuple[int, str]] = []

    def visit_Assign(self, node: ast.Assign) -> None:
        self._visit_value(node.value)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self._visit_value(node.value)

    def _visit_value(self, value: ast.expr | None) -> None:
        if value is not None and not isinstance(value, ast.Constant):
            self.visit(value)

    def visit_Expr(self, node: ast.Expr) -> None:
        self._visit_value(node.value)  # a docstring is none

    def visit_Dict(self, node: ast.Dict) -> None:
        for key, value in zip(node.keys, node.values, strict=True):
            if not (isinstance(key, ast.Constant) and key.value == "sqlite"):
                self.visit(value)

    def visit_Constant(self, node: ast.Constant) -> None:
        self._take(node)

    def visit_Name(self, node: ast.Name) -> None:
        self._take(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        if self._text(node) is None:
            parts = (self._text(node.left), self._text(node.right))
            assert not any(_is_sql(part) for part in parts), f"line {node.lineno}: SQL of unknown"
            self.generic_visit(node)
        else:
            self._take(node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        first, *_ = (*node.values, ast.Constant(""))
        assert not _is_sql(self._text(first)), f"line {node.lineno}: SQL put together from strings"

    def _take(self, node: ast.expr) -> None:
        text = self._text(node)
        if text is not None and _is_sql(text):
            self.found.append((node.lineno, text))

    def _text(self, node: ast.expr) -> str | None:
        match node:
            case ast.Constant(value=str(text)):
                return text
            case ast.Name(id=name):
                known = self._names.get(name)
                return known if isinstance(known, str) else None
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                first, second = self._text(left), self._text(right)
                return None if first is None or second is None else first + second
            case _:
                return None


def _is_sql(text: str | None) -> bool:
    return text is not None and _SQL.match(text) is not None


def _names_of(path: Path) -> Mapping[str, object]:
    parts = path.relative_to(_ROOT).with_suffix("").parts
    return vars(import_module(".".join(parts).removesuffix(".__init__")))


# --- carried out ---------------------------------------------------------------------------------


class Heard:
    """The statements that PostgreSQL carried out for this process."""

    def __init__(self) -> None:
        self.statements: set[bytes] = set()
        self._patch = pytest.MonkeyPatch()

    def listen(self) -> None:
        """Begin to listen, where the driver is called."""
        statements = self.statements
        execute, many = PostgresTx._execute, PostgresTx.many

        def _execute(
            tx: PostgresTx, sql: bytes, p: Mapping[str, Value] | None
        ) -> psycopg.Cursor[Any]:
            cursor = execute(tx, sql, p)
            statements.add(sql)
            return cursor

        def _many(
            tx: PostgresTx, sql: LiteralString, rows: Iterable[Mapping[str, Value]], /
        ) -> None:
            given = list(rows)
            many(tx, sql, given)
            if given:  # of none, nothing is carried out
                statements.add(for_psycopg(sql))

        def _for_long_read(sql: str) -> bytes:
            text = for_psycopg(sql)
            statements.add(text)
            return text

        self._patch.setattr(PostgresTx, "_execute", _execute)
        self._patch.setattr(PostgresTx, "many", _many)
        self._patch.setattr(storage.postgres, "for_psycopg", _for_long_read)

    def stop(self) -> None:
        """Leave the driver as it was."""
        self._patch.undo()


def never_carried_out(there: Mapping[bytes, str], heard: Iterable[bytes]) -> list[str]:
    """Return the place and the beginning of each statement that was not heard, in order."""
    return sorted(
        f"{there[sql]}: {' '.join(sql.decode().split())[:100]}" for sql in there.keys() - set(heard)
    )


# --- the run -------------------------------------------------------------------------------------

_RAN: Final = (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)


def is_whole_run(config: pytest.Config) -> bool:
    """Whether everything is run: nobody named folders, tests, words or marks."""
    workerinput: Mapping[str, bool] | None = getattr(config, "workerinput", None)
    if workerinput is not None:
        return workerinput["is_whole_run"]
    narrowed = ("keyword", "markexpr", "deselect", "ignore", "ignore_glob", "lf")
    return config.args_source is pytest.Config.ArgsSource.TESTPATHS and not any(
        getattr(config.option, name, None) for name in narrowed
    )


class EveryStatement:
    """Fail a whole run that leaves out a statement on PostgreSQL; its processes tell the first."""

    def __init__(self) -> None:
        self._heard = Heard()
        self._missing: list[str] | None = None

    def pytest_sessionstart(self) -> None:
        """Listen from the first test on."""
        self._heard.listen()

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Take what a process of pytest-xdist has heard."""
        output: Mapping[str, list[bytes]] = getattr(node, "workeroutput", {})
        self._heard.statements.update(output.get("statements", ()))

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Tell the first process, or, being it, compare; a run that was stopped proves nothing."""
        self._heard.stop()
        workeroutput: dict[str, list[bytes]] | None = getattr(session.config, "workeroutput", None)
        if workeroutput is not None:
            workeroutput["statements"] = sorted(self._heard.statements & written().keys())
        elif not (session.shouldstop or session.shouldfail) and session.exitstatus in _RAN:
            self._missing = never_carried_out(written(), self._heard.statements)
            if self._missing:
                session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say how many of the statements were carried out, and which were not."""
        if self._missing is None:
            return
        for line in self._missing:
            terminalreporter.line(f"never carried out on PostgreSQL: {line}", red=True)
        total = len(written())
        terminalreporter.line(f"statements on PostgreSQL: {total - len(self._missing)} of {total}")
