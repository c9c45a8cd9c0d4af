"""Whoever acts as a group's facilitator is read in one place, which leaves out whom it concerns."""

import ast
from pathlib import Path
from typing import Final

from tests.tidy.tree import modules, name_of, parsed

ASKED: Final = "facilitator_id"
OF_A_FACILITATOR: Final = "select_groups_of_facilitator"
# Where a group's facilitator is read for something else than what she may do.
ALLOWED: Final = {
    "groups/people/facts/door.py": "her roles in a group",
    "groups/people/facts/moderators.py": "the one place",
    "groups/founding/acts/founding.py": "a second tap of the one who has admitted it",
    "groups/founding/effects.py": "she is written down",
    "groups/joining/effects/memberships.py": "who admitted the group signs its first president",
    "groups/lending/acts/loan_clock.py": "the name under a reminder",
    "groups/practice/scene.py": "the village's facilitator as an actor",
    "groups/programme/acts/facilitators.py": "a second tap of the one who has taken it over",
    "groups/programme/acts/her_groups.py": "whether a group is her own or another's",
}


def test_a_groups_facilitator_is_read_where_that_decides_nothing() -> None:
    used_in = {name_of(path) for path in modules() if _is_ours(path) and _reads_it(path)}

    assert used_in == set(ALLOWED)


def _is_ours(path: Path) -> bool:
    return name_of(path).partition("/")[0] in {"groups", "handlers", "webapp", "papers"}


def _reads_it(path: Path) -> bool:
    return any(
        (isinstance(node, ast.Attribute) and node.attr == ASKED)
        or (isinstance(node, ast.Name) and node.id == OF_A_FACILITATOR)
        for node in ast.walk(parsed(path))
    )
