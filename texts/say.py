"""Turn a template's name and facts into words, in the reader's language."""

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

# The filters of the templates: {{ paid|amount }}, {{ meeting_day|weekday }}.
_FILTERS: Final[dict[str, Callable[..., str]]] = {
    "amount": amounts.amount,
    "rupees": amounts.rupees,
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

    Blank lines at the ends are removed, and several in a row become one, so that a template may
    leave out a line by an `{% if %}`.
    """
    words = render(f"chat/{name}.html", language, **facts).strip()
    return _EMPTY_LINES.sub("\n\n", words) if "\n\n" in words else words


def say_plain(name: str, language: str, /, **facts: object) -> str:
    """Return a chat template's words without tags, for alerts, buttons and menus."""
    return plain(say(name, language, **facts))


def render(path: str, language: str, /, **facts: object) -> str:
    """Return any template under templates/ in a language: `render("web/standing.html", "en")`.

    Raises jinja2.UndefinedError for a missing fact that the template needs, and
    jinja2.TemplateNotFound for a missing template.
    """
    return environment(language).get_template(path).render(facts)


def prepare() -> None:
    """Read the translations and compile every template now, so that no request waits for it."""
    for language in LANGUAGES:
        made = environment(language)
        for name in made.list_templates(extensions=["html"]):
            made.get_template(name)


@cache
def environment(language: str) -> Environment:
    """Return the language's environment, made once; AssertionError for an unknown language."""
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
    # Jinja2's types do not know that i18n adds this method, and that a global may be anything.
    extended: Any = made
    extended.install_gettext_translations(translations(language), newstyle=True)
    for name in ("gettext", "ngettext", "pgettext", "npgettext"):
        extended.globals[name] = _isolating(extended.globals[name])
    extended.globals["language"] = language
    return made


class _Compiled(FileSystemBytecodeCache):
    """Compiled templates from earlier starts, in this account's own temporary folder.

    Compiling all of them takes seconds. The compiler may put a filter's output into a template, so
    templates compiled for another language or by other code are never used.
    """

    def __init__(self, language: str) -> None:
        super().__init__(pattern=f"saakh-{_made_by()}-{language}-%s")

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Store a compiled template, or skip it: a full disk must not hinder a start."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def _compiled(language: str) -> _Compiled | None:
    try:
        return _Compiled(language)
    except (OSError, RuntimeError):  # the folder cannot be made, or belongs to another account
        return None


@cache
def _made_by() -> str:
    """Return some characters that change whenever templates would compile differently."""
    ours = b"".join(file.read_bytes() for file in sorted(_HERE.glob("*.py")))
    return sha256(version("jinja2").encode() + ours).hexdigest()[:16]


def _isolating(form: Callable[..., str]) -> Callable[..., str]:
    """Return a sentence function whose facts never change the direction of its own words."""

    @pass_context
    def sentence(context: object, *words: object, **facts: object) -> str:
        return form(context, *words, **{name: _isolated(fact) for name, fact in facts.items()})

    return sentence


def _isolated(fact: object) -> object:
    return isolated(fact) if type(fact) is str else fact


def _in_language(form: Callable[..., str], language: str, value: object, *more: object) -> str:
    return form(value, language, *more)
