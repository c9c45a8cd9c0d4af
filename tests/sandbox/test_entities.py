"""Telegram's HTML."""

import pytest

from sandbox.entities import found_entities, parse_html, trimmed, utf16_length, with_found
from sandbox.errors import ApiError


def test_tags_become_entities() -> None:
    assert parse_html("<b>Hi</b> <i>you</i>") == (
        "Hi you",
        [
            {"type": "bold", "offset": 0, "length": 2},
            {"type": "italic", "offset": 3, "length": 3},
        ],
    )


def test_offsets_count_utf16_units() -> None:
    _, entities = parse_html("😀 साख <b>x</b>")

    assert entities == [{"type": "bold", "offset": 7, "length": 1}]


def test_tags_may_stand_in_tags() -> None:
    _, entities = parse_html("<b>a<i>b</i></b>")

    assert [(it["type"], it["offset"], it["length"]) for it in entities] == [
        ("bold", 0, 2),
        ("italic", 1, 1),
    ]


def test_only_four_named_references_are_known() -> None:
    assert parse_html("&lt;b&gt; &amp; &quot; &#2360; &nbsp;")[0] == '<b> & " स &nbsp;'


def test_link_carries_its_address() -> None:
    _, entities = parse_html('<a href="https://example.org/?a=1&amp;b=2">x</a>')

    assert entities[0] == {
        "type": "text_link",
        "offset": 0,
        "length": 1,
        "url": "https://example.org/?a=1&b=2",
    }


def test_link_to_nowhere_is_plain_text() -> None:
    assert parse_html('<a href="nowhere">x</a>') == ("x", [])


def test_mention_names_its_account() -> None:
    _, entities = parse_html('<a href="tg://user?id=12">Sunita</a>')

    assert entities == [{"type": "text_mention", "offset": 0, "length": 6, "user_id": 12}]


@pytest.mark.parametrize(
    ("markup", "kind"),
    [
        ("<u>x</u>", "underline"),
        ("<del>x</del>", "strikethrough"),
        ("<tg-spoiler>x</tg-spoiler>", "spoiler"),
        ('<span class="tg-spoiler">x</span>', "spoiler"),
        ("<code>x</code>", "code"),
        ("<blockquote>x</blockquote>", "blockquote"),
        ("<blockquote expandable>x</blockquote>", "expandable_blockquote"),
        ('<tg-time unix="1" format="t">x</tg-time>', "date_time"),
        ('<tg-emoji emoji-id="5">x</tg-emoji>', "custom_emoji"),
    ],
)
def test_every_tag_has_its_kind(markup: str, kind: str) -> None:
    assert [it["type"] for it in parse_html(markup)[1]] == [kind]


def test_code_in_pre_names_the_language() -> None:
    _, entities = parse_html('<pre><code class="language-python">x</code></pre>')

    assert entities == [{"type": "pre", "offset": 0, "length": 1, "language": "python"}]


@pytest.mark.parametrize(
    ("markup", "why"),
    [
        ("a <c>x</c>", 'Unsupported start tag "c" at byte offset 2'),
        ("2 < 3", 'Unsupported start tag "" at byte offset 2'),
        ("<span>x</span>", 'Unsupported start tag "span" at byte offset 0'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
    ],
)
def test_bad_markup_is_refused_with_its_place(markup: str, why: str) -> None:
    with pytest.raises(ApiError) as refused:
        parse_html(markup)

    assert refused.value.description == f"Bad Request: can't parse entities: {why}"


def test_commands_mentions_and_links_are_found() -> None:
    entities = found_entities("/points@saakh_bot see @meena_k and https://t.me/x?start=a.")

    assert [(it["type"], it["length"]) for it in entities] == [
        ("bot_command", 17),
        ("mention", 8),
        ("url", 22),
    ]


def test_slash_inside_a_word_is_no_command() -> None:
    assert found_entities("5/6 and a/b") == []


def test_nothing_is_found_inside_code() -> None:
    code = {"type": "code", "offset": 0, "length": 5}

    assert with_found("/help", [code]) == [code]


def test_white_space_at_the_ends_goes() -> None:
    bold = {"type": "bold", "offset": 2, "length": 4}

    assert trimmed("  ab  ", [bold]) == ("ab", [{"type": "bold", "offset": 0, "length": 2}])


def test_letters_outside_the_first_plane_count_twice() -> None:
    assert utf16_length("सा😀") == 4
