"""A browser's own message stands nowhere: our script says what a field refuses, in her language.

The script of the mini-app's shell hears every field that refuses; in a browser it is seen by
`tests/webapp/test_under_her_thumb.py`. Only the shell's pages may have such fields.
"""

import re
from typing import Final

from texts.say import TEMPLATES
from webapp.door import STATIC

REFUSES: Final = re.compile(
    r"<(?:input|select|textarea)\b[^>]*(?:\srequired[\s>]|\b(?:pattern|min|max|minlength|step)="
    r'|type="(?:number|email|url|date|time|month)")'
)


def test_only_pages_of_the_shell_have_fields_that_refuse() -> None:
    elsewhere = [
        path.relative_to(TEMPLATES).as_posix()
        for path in sorted(TEMPLATES.rglob("*.html"))
        if path.parent.name != "web" and REFUSES.search(path.read_text())
    ]

    assert elsewhere == []


def test_the_shell_hears_every_field_that_refuses() -> None:
    script = (STATIC / "app.js").read_text()
    heard = r'addEventListener\("invalid", \((\w+)\) => \{\s*\1\.preventDefault\(\)'

    assert re.search(heard, script)


def test_a_field_that_refuses_is_found() -> None:
    assert REFUSES.search('<input id="a" name="a" required>')
    assert not REFUSES.search('<input id="a" name="required">')
