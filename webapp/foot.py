"""The links at the foot of every page: only to pages that she may see in the group of her session.

A page says where it belongs by a mark (`templates/web/_tabs.html`); the foot is put in its place.
"""

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from groups.people.model.people import OwnMays
from texts.say import render

_MARK: Final = re.compile("<!--tabs ([a-z_]*)-->")
# The tab that is lit on a page that has none of its own.
_UNDER: Final[Mapping[str, str]] = MappingProxyType(
    {
        "loans": "standing",
        "meetings": "standing",
        "waiting": "settings",
        "disputes": "groups",
        "settings": "groups",
    }
)


_MEMBERS: Final = ("standing", "points", "vouch", "passbook", "settings")
_OTHERS: Final = ("groups", "standing", "meetings", "waiting", "disputes")


def may_open(mays: OwnMays, page: str) -> bool:
    """Return whether a page that a link or a tab names is hers; False for an unknown name."""
    offered = {
        "welcome": True,
        "settings": True,
        "standing": mays.see_standing,
        "points": mays.see_points,
        "passbook": mays.see_points,
        "vouch": mays.see_beads,
        "register": mays.see_register,
        "meetings": mays.see_minutes,
        "waiting": mays.see_waiting,
        "members": mays.see_members,
        "agreed": mays.see_members,
        "loans": mays.see_loans,
        "turns": mays.lend_phone,
        "opening": mays.take_over_books,
        "disputes": mays.decide_dispute,
        "groups": mays.is_facilitator,
    }
    return offered.get(page, False)


def pages_of(mays: OwnMays) -> tuple[str, ...]:
    """Return the pages at her foot: a member's own, or a facilitator's, or how to begin."""
    pages = _MEMBERS if mays.is_of_group else _OTHERS
    hers = tuple(page for page in pages if may_open(mays, page))
    if not mays.see_standing and "groups" not in hers:
        hers = ("welcome", *hers)
    return hers if "settings" in hers or len(hers) == len(_OTHERS) else (*hers, "settings")


def first_page(mays: OwnMays) -> str:
    """Return the page to which "back" leads: the group's if it is hers, else her first."""
    return "standing" if mays.see_standing else pages_of(mays)[0]


def with_foot(html: str, mays: OwnMays | None, language: str) -> str:
    """Return a page with the foot in the place of its mark; without rights it has none."""

    def foot(mark: re.Match[str]) -> str:
        if mays is None:
            return ""
        pages, current = pages_of(mays), mark.group(1)
        lit = current if current in pages else _UNDER.get(current, "")
        return _foot(pages, lit, language)

    return _MARK.sub(foot, html)


@cache
def _foot(pages: tuple[str, ...], current: str, language: str) -> str:
    return render("web/_foot.html", language, pages=pages, current=current)
