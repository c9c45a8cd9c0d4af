"""Buttons: a label from the templates, and the data that it sends."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from telegram import InlineKeyboardButton, WebAppInfo
from telegram.constants import KeyboardButtonStyle

from handlers.callback_data import pack
from texts.say import say_plain
from texts.typed import isolated

Row = list[InlineKeyboardButton]

GOOD: Final = KeyboardButtonStyle.SUCCESS
BAD: Final = KeyboardButtonStyle.DANGER


@lru_cache(maxsize=1024)
def label(name: str, language: str) -> str:
    """The words on a button."""
    return say_plain("button", language, name=name)


def tap(name: str, language: str, verb: str, *parts: str, style: str | None = None) -> Row:
    """A row of one button whose tap comes back as a verb and its parts."""
    return [
        InlineKeyboardButton(label(name, language), callback_data=pack(verb, *parts), style=style)
    ]


def named(words: str, verb: str, *parts: str, style: str | None = None) -> InlineKeyboardButton:
    """A button whose words are a name, a number or an amount."""
    return InlineKeyboardButton(isolated(words), callback_data=pack(verb, *parts), style=style)


def link(name: str, language: str, url: str) -> Row:
    """A row of one button that opens an address."""
    return [InlineKeyboardButton(label(name, language), url=url)]


def app(name: str, language: str, url: str | None) -> list[Row]:
    """A row of one button that opens the mini-app, in private chats only; no row without a URL."""
    if not url:
        return []
    return [[InlineKeyboardButton(label(name, language), web_app=WebAppInfo(url))]]


def in_rows(buttons: Iterable[InlineKeyboardButton], per_row: int) -> list[Row]:
    """Buttons in rows of `per_row`."""
    every: Sequence[InlineKeyboardButton] = list(buttons)
    return [list(every[at : at + per_row]) for at in range(0, len(every), per_row)]
