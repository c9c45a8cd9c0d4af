"""Templates, translations and facts make the words together."""

import shutil
import tempfile
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment, TemplateNotFound, UndefinedError

from texts import say
from texts.catalogues import translations
from texts.languages import LANGUAGES

CHAT = {
    "chat/beads.html": """
{% trans count=beads %}{{ count }} bead left{% pluralize %}{{ count }} beads left{% endtrans %}



{% if paid %}
{% trans amount=paid|amount %}
    You paid <b>{{ amount }}</b>.
{% endtrans %}
{% endif %}

""",
    "chat/name.html": "<b>{{ name }}</b>",
}

HINDI_A = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

msgid "%(count)s bead left"
msgid_plural "%(count)s beads left"
msgstr[0] "%(count)s मनका बाकी"
msgstr[1] "%(count)s मनके बाकी"
"""

HINDI_B = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

msgid "You paid <b>%(amount)s</b>."
msgstr "आपने <b>%(amount)s</b> दिए।"
"""


@pytest.fixture
def _few_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Replace the real templates by two, with their Hindi in two .po files."""
    home = tmp_path / "hi" / "LC_MESSAGES"
    home.mkdir(parents=True)
    (home / "a.po").write_text(HINDI_A)
    (home / "b.po").write_text(HINDI_B)
    made: dict[str, Environment] = {}
    for language in LANGUAGES:
        made[language] = say.environment.__wrapped__(language)
        made[language].loader = DictLoader(CHAT)
        installed = vars(made[language])["install_gettext_translations"]
        installed(translations(language, tmp_path), newstyle=True)
    monkeypatch.setattr(say, "environment", made.__getitem__)


@pytest.mark.usefixtures("_few_words")
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "2 beads left\n\nYou paid <b>₹1,00,000</b>."),
        ("hi", "2 मनके बाकी\n\nआपने <b>₹1,00,000</b> दिए।"),
    ],
)
def test_a_message_is_said_in_each_language_from_all_parts(language: str, words: str) -> None:
    assert say.say("beads", language, beads=2, paid=10_000_000) == words


@pytest.mark.usefixtures("_few_words")
@pytest.mark.parametrize(("beads", "words"), [(0, "0 मनका बाकी"), (1, "1 मनका बाकी")])
def test_none_and_one_are_singular_in_hindi(beads: int, words: str) -> None:
    assert say.say("beads", "hi", beads=beads, paid=None) == words


@pytest.mark.usefixtures("_few_words")
def test_a_name_cannot_bring_tags_into_a_message() -> None:
    assert say.say("name", "en", name="<i>R & D") == "<b>&lt;i&gt;R &amp; D</b>"


@pytest.mark.usefixtures("_few_words")
def test_an_alert_shows_a_name_as_it_is() -> None:
    assert say.say_plain("name", "en", name="<i>R & D") == "<i>R & D"


@pytest.mark.usefixtures("_few_words")
def test_a_fact_that_is_missing_is_an_error_and_not_a_gap() -> None:
    with pytest.raises(UndefinedError):
        say.say("name", "hi")


def test_a_template_that_is_missing_is_an_error() -> None:
    with pytest.raises(TemplateNotFound):
        say.render("chat/no_such_words.html", "en")


def test_a_language_that_is_missing_is_an_error() -> None:
    with pytest.raises(AssertionError):
        say.environment("ta")


def test_a_language_without_files_speaks_english(tmp_path: Path) -> None:
    assert translations("hi", tmp_path).gettext("Yes") == "Yes"


def test_all_templates_can_be_made_ready_at_once() -> None:
    say.prepare()

    assert say.environment("hi") is say.environment("hi")


def made_anew(language: str) -> Environment:
    """The environment, made again as in another process."""
    return say.environment.__wrapped__(language)


@pytest.fixture
def passing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A temporary folder of its own for compiled templates."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.mark.usefixtures("passing")
def test_a_template_is_compiled_once_for_all_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    said = made_anew("hi").get_template("chat/help.html")
    monkeypatch.setattr(Environment, "compile", None)

    assert made_anew("hi").get_template("chat/help.html").name == said.name
    with pytest.raises(TypeError):
        made_anew("en").get_template("chat/help.html")  # another language's is not used


def test_a_template_is_said_where_nothing_can_be_kept(passing: Path) -> None:
    made = made_anew("en")
    for folder in passing.iterdir():
        shutil.rmtree(folder)

    assert made.get_template("chat/help.html").name == "chat/help.html"


@pytest.mark.parametrize("where", ["nowhere", "a file"])
def test_a_template_is_said_where_there_is_no_folder(
    where: str, passing: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if where == "nowhere":
        monkeypatch.setattr(tempfile, "tempdir", str(passing / "gone"))
    else:
        made_anew("en")
        (folder,) = passing.iterdir()
        folder.rmdir()
        folder.touch()

    assert made_anew("en").get_template("chat/help.html").name == "chat/help.html"
