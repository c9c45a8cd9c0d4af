"""Keyboards: each belongs to a template, each button to an act, and none is in a wrong place."""

import re

import pytest

from handlers.acts.menu import COMMANDS, TAPS
from handlers.callback_data import unpack
from handlers.cards.keyboards import KEYBOARDS, Cards
from handlers.links import Links
from handlers.menus import SCOPES
from texts.languages import LANGUAGES
from texts.say import TEMPLATES

LINKS = Links("saakh_bot", "https://saakh.example.org", "books")
ID = "abcdefghij"
FACTS = {
    "group_id": ID,
    "token": ID * 2,
    "member_id": ID,
    "meeting_id": ID,
    "sisters": [[ID, 1, "Sunita", "present", 2000], [ID, 2, "Meena", "absent", 0]],
    "counted": 24_000,
    "expected": 24_000,
    "amounts": [0, 2000],
    "share": 2000,
    "may_take": True,
    "request_id": ID,
    "pending_id": ID,
    "may_hurry": True,
    "dispute_id": ID,
    "period": "2026-11-23",
    "command": "vouch",
    "tie": "household",
    "proposal": "Ujala",
    "keep": "=",
    "renew": True,
    "days": 180,
    "waits": 1,
    "is_officer": True,
    "others": [[ID, 1, "Sunita", True]],
    "names": [[ID, 1, "Sunita"]],
    "rows": [[ID, 1, "Sunita", True], [ID, 2, "Meena", False]],
    "groups": [[ID, "Ujala", state] for state in ("waiting", "alone", "active")],
    "page": 1,
    "pages": 3,
    "may_change": True,
    "may_add": True,
    "may_rename": True,
    "may_freeze": True,
    "may_thaw": True,
    "may_give_say": True,
    "may_ask_leaving": True,
    "may_tell_death": True,
    "may_tell_ties": True,
    "may_propose_loan": True,
    "may_tell_own_kin": True,
    "reminders": True,
    "loan_id": ID,
    "state": "proposed",
    "has_voice": True,
    "is_hers": True,
    "is_open": True,
    "may_ask": True,
    "loans": [{"id": ID, "state": "proposed"}],
    "ballots": [[ID, 1, "Sunita"]],
    "funds": ["own", "dsc-grant"],
    "more": ["fund"],
    "person_id": ID,
    "dismissible": [[ID, "Rani"]],
    "may_make_code": True,
    "may_withdraw": True,
    "asks": True,
    "phone": "none",
    "line": "entry",
    "marked": 2,
    "by_hand": 1,
    "locked": 1,
}
STEPS = ("name", "village", "language", "day", "clock", "saving", "check")
CARDS = [
    *((kind, "name") for kind in KEYBOARDS if kind != "set_up"),
    *(("set_up", step) for step in STEPS),
    *(("loan_ask", step) for step in ("months", "purpose", "fund")),
]
each_card = pytest.mark.parametrize(("kind", "step"), CARDS)


def test_every_keyboard_stands_under_words() -> None:
    assert [kind for kind in KEYBOARDS if not (TEMPLATES / "chat" / f"{kind}.html").is_file()] == []


@each_card
def test_every_button_leads_to_an_act(kind: str, step: str) -> None:
    keyboard = Cards(LINKS)(kind, "hi", {**FACTS, "step": step}, is_private=True)
    assert keyboard is not None
    carried = [it.callback_data for row in keyboard.inline_keyboard for it in row]
    taps = [unpack(str(data)) for data in carried if data]

    assert [tap for tap in taps if tap is None or tap.verb not in TAPS] == []


@each_card
def test_no_button_opens_the_app_itself_in_a_group(kind: str, step: str) -> None:
    keyboard = Cards(LINKS)(kind, "en", {**FACTS, "step": step}, is_private=False)
    assert keyboard is not None

    assert [it for row in keyboard.inline_keyboard for it in row if it.web_app] == []


def test_every_act_behind_a_button_has_a_button() -> None:
    verbs = set()
    for kind, step in CARDS:
        keyboard = Cards(LINKS)(kind, "en", {**FACTS, "step": step}, is_private=True)
        assert keyboard is not None
        carried = [it.callback_data for row in keyboard.inline_keyboard for it in row]
        verbs |= {tap.verb for data in carried if (tap := unpack(str(data)))}

    assert set(TAPS) - verbs == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_an_address_there_is_no_app_to_open(language: str) -> None:
    keyboard = Cards(Links("saakh_bot"))("home", language, FACTS, is_private=True)
    assert keyboard is not None

    assert [it for row in keyboard.inline_keyboard for it in row if it.web_app] == []


def test_a_link_from_a_group_names_the_app_the_group_and_the_page() -> None:
    keyboard = Cards(LINKS)("meeting_open", "en", FACTS, is_private=False)
    assert keyboard is not None

    assert keyboard.inline_keyboard[0][0].url == (
        f"https://t.me/saakh_bot/books?startapp={ID}{ID}-register"
    )


def test_every_command_of_a_menu_has_an_act_and_words() -> None:
    known = re.findall(r'name == "(\w+)"', (TEMPLATES / "chat" / "command.html").read_text())
    shown = {name for names in SCOPES.values() for name in names}

    assert (shown - set(COMMANDS), shown - set(known)) == (set(), set())
