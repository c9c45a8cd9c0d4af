"""Every refusal has its words, and all words of refusals have their refusal."""

import pkgutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from importlib import import_module

import groups
from groups.people.model.refusals import Refusal
from tests.tidy import templates
from texts.say import TEMPLATES


def all_refusals() -> list[type[Refusal]]:
    """Return every kind of refusal of the groups, wherever it is defined."""
    for module in pkgutil.walk_packages(groups.__path__, "groups."):
        import_module(module.name)
    return sorted(_below(Refusal), key=lambda kind: kind.__name__)


def test_every_refusal_has_its_words() -> None:
    without = [
        kind.__name__
        for kind in all_refusals()
        if not (TEMPLATES / "chat" / "refusals" / f"{kind.code}.html").is_file()
    ]

    assert without == []


def test_no_words_are_kept_for_a_refusal_that_nobody_makes() -> None:
    codes = {Refusal.code} | {kind.code for kind in all_refusals()}
    templates = {path.stem for path in (TEMPLATES / "chat" / "refusals").glob("[!_]*.html")}

    assert templates - codes == set()


def test_every_refusal_has_a_code_of_its_own() -> None:
    codes = Counter(kind.code for kind in all_refusals())

    assert [code for code, count in codes.items() if count > 1] == []


def test_the_words_of_a_refusal_use_only_its_own_facts() -> None:
    examples = templates.examples()
    strange = {
        kind.__name__: sorted(set(facts) - {field.name for field in fields(kind)})
        for kind in all_refusals()
        for facts in examples.get(f"chat/refusals/{kind.code}.html", ())
        if not set(facts) <= {field.name for field in fields(kind)}
    }

    assert strange == {}


def _below(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    for child in kind.__subclasses__():
        yield child
        yield from _below(child)
