"""Say it in her language: a name of a template and facts in, words out."""

import re
from collections.abc import Callable
from contextlib import suppress
from functools import cache, partial
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from jinja2 import (
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    pass_context,
)
from jinja2.bccache import Bucket

from texts import amounts, days
from texts.catalogues import translations
from texts.languages import LANGUAGES
from texts.limits import plain
from texts.typed import isolated

_HERE: Final = Path(__file__).resolve().parent
TEMPLATES: Final = _HERE.parent / "templates"

# What a template may do with a fact: {{ paid|amount }}, {{ meeting_day|weekday }}.
_FILTERS: Final[dict[str, Callable[..., str]]] = {
    "amount": amounts.amount,
    "rupees_typed": amounts.rupees_typed,
    "points": amounts.points,
    "number": amounts.number,
    "signed": amounts.signed,
    "decimal": amounts.decimal,
    "percent": amounts.percent,
    "listing": amounts.listing,
    "day": days.day,
    "day_short": days.day_short,
    "day_full": days.day_full,
    "weekday": days.weekday,
    "weekday_short": days.weekday_short,
    "clock": days.clock,
    "span": days.span,
}

_EMPTY_LINES: Final = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)+")


def say(name: str, language: str, /, **facts: object) -> str:
    """Return a chat message as Telegram HTML: `say("vouch_given", "hi", name=…)`.

    Blank lines at the ends fall away, and several in a row become one, so that a template may
    leave a line out by an `{% if %}`.
    """
    words = render(f"chat/{name}.html", language, **facts).strip()
    return _EMPTY_LINES.sub("\n\n", words) if "\n\n" in words else words


def say_plain(name: str, language: str, /, **facts: object) -> str:
    """Return a chat template's words without tags, for alerts, buttons and menus."""
    return plain(say(name, language, **facts))


def render(path: str, language: str, /, **facts: object) -> str:
    """Return any template under templates/ in a language: `render("web/standing.html", "en")`.

    Raises jinja2.UndefinedError for a fact that the template needs and did not get, and
    jinja2.TemplateNotFound for a template that is not there.
    """
    return environment(language).get_template(path).render(facts)


def prepare() -> None:
    """Read the translations and compile every template now, so that nobody waits for it later."""
    for language in LANGUAGES:
        made = environment(language)
        for name in made.list_templates(extensions=["html"]):
            made.get_template(name)


@cache
def environment(language: str) -> Environment:
    """Return the language's own environment, made once; an AssertionError for one we lack."""
    assert language in LANGUAGES, f"{language} is not a language of ours"
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_isolated,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=_compiled(language),
        extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"],
    )
    made.policies["ext.i18n.trimmed"] = True
    for name, form in _FILTERS.items():
        made.filters[name] = partial(_in_language, form, language)
    # Loading i18n adds its method, and a global may be anything; Jinja2's types know neither.
    extended: Any = made
    extended.install_gettext_translations(translations(language), newstyle=True)
    for name in ("gettext", "ngettext", "pgettext", "npgettext"):
        extended.globals[name] = _isolating(extended.globals[name])
    extended.globals["language"] = language
    return made


class _Compiled(FileSystemBytecodeCache):
    """Compiled templates from earlier starts, in this account's own folder for passing things.

    Compiling all of them takes seconds. A word of a filter may be compiled into a template, so
    what other languages or other code of ours made is never taken.
    """

    def __init__(self, language: str) -> None:
        super().__init__(pattern=f"saakh-{_made_by()}-{language}-%s")

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a compiled template, or not: a full disk must not hinder a start."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def _compiled(language: str) -> _Compiled | None:
    try:
        return _Compiled(language)
    except (OSError, RuntimeError):  # no such folder can be had, or it is somebody else's
        return None


@cache
def _made_by() -> str:
    """Return some characters that change with every change of how templates are compiled."""
    ours = b"".join(file.read_bytes() for file in sorted(_HERE.glob("*.py")))
    return sha256(version("jinja2").encode() + ours).hexdigest()[:16]


def _isolating(form: Callable[..., str]) -> Callable[..., str]:
    """A sentence whose facts turn none of its own words, in whatever script they are written."""

    @pass_context
    def sentence(context: object, *words: object, **facts: object) -> str:
        return form(context, *words, **{name: _isolated(fact) for name, fact in facts.items()})

    return sentence


def _isolated(fact: object) -> object:
    return isolated(fact) if type(fact) is str else fact


def _in_language(form: Callable[..., str], language: str, value: object, *more: object) -> str:
    return form(value, language, *more)
