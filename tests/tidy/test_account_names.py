"""Names of accounts are made and taken apart in the chart of accounts, and nowhere else."""

import ast
import re

import pytest

from tests.tidy.tree import modules, name_of, parsed

HOMES = {
    "ledger/accounts.py",
    "ledger/statement.py",  # an index is used only where its condition is written out
}
# An account as a string has it, {} for what is filled in. Keys of entries and of messages begin
# with "loan:" too; they are told apart by how they go on. The bare words cash, bank, fines and
# expenses say other things as well, and are left alone.
ACCOUNT = re.compile(
    r"(savings|standing|fund):.*"
    r"|points:(issued|lapsed)?"
    r"|loan:(\{\}:|<.*|[^:]*:[^:]*:(principal|interest-due))?"
    r"|:(principal|interest-due)"
    r"|cash-difference|interest-income|other-income|social-fund|loan-losses|opening-balances"
    r"|share-out"
)
# The same inside a statement.
IN_SQL = re.compile(r"'(cash|bank|fines|expenses|(savings|standing|fund|points|loan):[^']*)'")


def test_account_names_are_made_in_the_chart_alone() -> None:
    strays = [
        f"{name_of(path)}: {text}"
        for path in modules()
        if not name_of(path).startswith("tests/") and name_of(path) not in HOMES
        for text in account_names(parsed(path))
    ]

    assert strays == []


@pytest.mark.parametrize(
    "planted",
    [
        'kept.get(f"loan:{loan.member_id}:{loan.id}:principal", 0)',
        'name.startswith("loan:")',
        'name.startswith(f"loan:{member_id}:")',
        'name.endswith(":interest-due")',
        'SAVINGS = "savings:"',
        'f"savings:{one.id}"',
        'Word("savings:<member>")',
        'post("points:issued")',
        "tx.rows(\"SELECT id FROM balances WHERE account = 'savings:' || id\")",
        "tx.rows(\"SELECT minor FROM postings WHERE debit = 'cash'\")",
    ],
)
def test_a_planted_name_is_found(planted: str) -> None:
    assert account_names(ast.parse(planted))


@pytest.mark.parametrize(
    "other",
    [
        'key = f"loan:{loan.id}:waiver:{waiver_id}"',
        'key = f"loan:{loan.id}:{kind}"',
        'key = f"share-out:{share_out_id}"',
        'f"score:{period}"',
        'PLACE = "cash"',
        '"""savings: what she paid."""',
    ],
)
def test_what_is_no_account_is_left_alone(other: str) -> None:
    assert account_names(ast.parse(other)) == []


def account_names(tree: ast.Module) -> list[str]:
    """Return the strings of a module that are, or begin, the name of an account."""
    nodes = list(ast.walk(tree))
    parts = {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    docstrings = {
        id(node.value)
        for node in nodes
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    texts = [
        _spelt(node)
        for node in nodes
        if isinstance(node, ast.JoinedStr | ast.Constant) and id(node) not in parts | docstrings
    ]
    return [text for text in texts if ACCOUNT.fullmatch(text) or IN_SQL.search(text)]


def _spelt(node: ast.AST) -> str:
    """A string with {} in each place that is filled in."""
    if isinstance(node, ast.JoinedStr):
        return "".join(_spelt(part) for part in node.values)
    return str(node.value) if isinstance(node, ast.Constant) else "{}"
