"""Who posts or reverses says in which zone the day of recording is told."""

import ast

from tests.tidy.tree import modules, name_of, parsed


def test_every_entry_of_a_group_is_dated_by_the_groups_clock() -> None:
    without = [
        f"{name_of(path)}: {offence}"
        for path in modules()
        if name_of(path).startswith("groups/")
        for offence in _without_zone(parsed(path))
    ]

    assert without == []


def test_an_offender_is_seen() -> None:
    source = "post(tx, entry, at=at)\npost(tx, entry, at=at, zone=zone)\nreverse(tx, 'g', 'k')"

    assert _without_zone(ast.parse(source)) == ["line 1", "line 3"]


def _without_zone(tree: ast.Module) -> list[str]:
    return [
        f"line {node.lineno}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"post", "reverse"}
        and all(keyword.arg != "zone" for keyword in node.keywords)
    ]
