"""Nothing is done in the order in which Python holds a set.

The hashes of ids change from process to process. What is done for each of a set of ids, such as
linking rows into the chain, would come out in another order each time.
"""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted(path for folder in ("groups", "ledger") for path in (ROOT / folder).rglob("*.py"))
# What does not tell in which order it is given things.
UNORDERED: Final = frozenset(
    {"sorted", "any", "all", "sum", "min", "max", "set", "frozenset", "len"}
)
_SETS: Final = ("set", "frozenset")
_FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef)


def test_a_set_in_an_order_is_found() -> None:
    text = """
def f(a: set[str], b: dict[str, int], c: frozenset[str], d):
    e = {x for x in d}
    for x in a: print(x)
    for x in sorted(a): print(x)
    for x in b: print(x)
    for x in b.keys() - a: print(x)
    g = [x for x in e]
    h = {x for x in e}
    i = tuple(x for x in e)
    j = any(x for x in e)
    k = list(c)
    m = [*b, *(b.keys() - a)]
    for x in {1, 2}: print(x)
    n = {x: 1 for x in set(d)}
    o = ",".join(c)
    p = dict.fromkeys(c)
    q = next(iter(c))


def g(e):
    return [x for x in e]
"""
    assert [line for line, _ in in_set_order(ast.parse(text))] == [
        4,
        7,
        8,
        10,
        12,
        13,
        14,
        15,
        16,
        17,
        18,
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_is_done_in_the_order_of_a_set(path: Path) -> None:
    assert list(in_set_order(ast.parse(path.read_text(encoding="utf-8")))) == []


def in_set_order(tree: ast.Module) -> list[tuple[int, str]]:
    """Every place (line, text) that goes through a set in the order in which Python holds it."""
    found: set[tuple[int, str]] = set()
    functions = [each for each in ast.walk(tree) if isinstance(each, _FUNCTIONS)]
    outside = ast.Module([each for each in tree.body if not _has_own_names(each)], [])
    for scope in [outside, *functions]:
        names = _named_sets(scope)
        fine = _where_order_is_lost(scope)
        for node in ast.walk(scope):
            for through in _goes_through(node):
                if id(node) not in fine and _is_set(through, names):
                    found.add((through.lineno, ast.unparse(through)))
    return sorted(found)


def _has_own_names(node: ast.AST) -> bool:
    return isinstance(node, (*_FUNCTIONS, ast.ClassDef))


def _goes_through(node: ast.AST) -> Iterator[ast.expr]:
    match node:
        case ast.For() | ast.AsyncFor():
            yield node.iter
        case ast.ListComp() | ast.DictComp() | ast.GeneratorExp():
            yield from (each.iter for each in node.generators)
        case ast.Starred():
            yield node.value
        case ast.Call(func=ast.Name(id="iter")):
            yield from node.args
        case ast.Call(func=ast.Name(id="list" | "tuple" | "dict" | "enumerate" | "zip" | "map")):
            yield from node.args
        case ast.Call(func=ast.Attribute(attr="join" | "fromkeys" | "extend")):
            yield from node.args
        case _:
            pass


def _where_order_is_lost(scope: ast.AST) -> set[int]:
    """What stands directly in a set, or in a call that does not tell its order."""
    fine: set[int] = set()
    for node in ast.walk(scope):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id in UNORDERED:
                fine.update(id(each) for each in node.args)
        elif isinstance(node, ast.Set):
            fine.update(id(each) for each in node.elts)
        elif isinstance(node, ast.Compare):
            fine.update(id(each) for each in node.comparators)
    return fine


def _named_sets(scope: ast.AST) -> frozenset[str]:
    """The names that hold a set within a function, or in a module."""
    names: frozenset[str] = frozenset()
    for node in ast.walk(scope):
        match node:
            case ast.arg(arg=name, annotation=ast.expr() as kind) if _is_set_type(kind):
                names |= {name}
            case ast.AnnAssign(target=ast.Name(id=name), annotation=kind) if _is_set_type(kind):
                names |= {name}
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if _is_set(value, names):
                names |= {name}
            case _:
                pass
    return names


def _is_set_type(kind: ast.expr) -> bool:
    return isinstance(kind, ast.Subscript) and ast.unparse(kind.value) in _SETS


def _is_set(it: ast.expr, names: frozenset[str]) -> bool:
    match it:
        case ast.Set() | ast.SetComp():
            return True
        case ast.Name(id=name):
            return name in names
        case ast.Call(func=ast.Name(id="set" | "frozenset")):
            return True
        case ast.BinOp(left=left, right=right):
            return any(_is_set(each, names) or _is_keys(each) for each in (left, right))
        case ast.IfExp(body=body, orelse=orelse):
            return _is_set(body, names) or _is_set(orelse, names)
        case _:
            return False


def _is_keys(it: ast.expr) -> bool:
    return (
        isinstance(it, ast.Call) and isinstance(it.func, ast.Attribute) and it.func.attr == "keys"
    )
