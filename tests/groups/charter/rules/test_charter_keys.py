"""Every key of the charter: explained in the policy, bounded, and refused on its own line."""

import re
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groups.charter.rules.charter import Charter, read_charter
from groups.charter.rules.toml_text import CharterError, keys_of

HOUSE = Path(__file__).parents[4]
TEXT = (HOUSE / "groups" / "charter.toml").read_text(encoding="utf-8")
KEYS = tuple(keys_of(Charter))


def refused_line(text: str) -> int:
    """Return the number of the faulty line; 0 where the charter can be read."""
    try:
        read_charter(text)
    except CharterError as refusal:
        return refusal.line
    return 0


@pytest.mark.parametrize("key", KEYS)
def test_every_key_is_refused_with_its_own_line_when_it_is_no_value(key: str) -> None:
    table, _, name = key.rpartition(".")
    header = f"[[{table}]]" if table == "loans.dsc.steps" else f"[{table}]"
    lines = TEXT.split("\n")
    start = lines.index(header) if table else 0
    at = next(n for n in range(start, len(lines)) if re.match(rf"{name} =", lines[n]))
    lines[at] = f"{name} = 1979-05-27"

    with pytest.raises(CharterError) as refusal:
        read_charter("\n".join(lines))

    assert refusal.value.line == at + 1
    assert refusal.value.key.replace("steps.1.", "steps.") == key


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_whatever_one_line_becomes_the_error_names_a_line_of_the_text(data: st.DataObject) -> None:
    lines = TEXT.split("\n")
    at = data.draw(st.integers(0, len(lines) - 1))
    lines[at] = data.draw(st.text(st.characters(codec="ascii", exclude_characters="\n\r")))

    assert 0 <= refused_line("\n".join(lines)) <= len(lines)


def test_every_number_has_its_bounds_beside_it() -> None:
    def unbounded(kind: type) -> list[str]:
        names: list[str] = []
        hints: dict[str, Any] = get_type_hints(kind, include_extras=True)
        for one in fields(kind):
            hint = hints[one.name]
            inner = get_args(hint)[0] if get_origin(hint) is tuple else hint
            if is_dataclass(inner) and isinstance(inner, type):
                names += unbounded(inner)
            elif inner in (int, float):
                names.append(f"{kind.__name__}.{one.name}")
        return names

    assert unbounded(Charter) == []


def test_the_policy_says_every_key() -> None:
    policy = (HOUSE / "docs" / "policy.md").read_text(encoding="utf-8")

    assert [key for key in KEYS if f"`{key}`" not in policy] == []
