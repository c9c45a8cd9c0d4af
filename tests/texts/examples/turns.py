"""Example facts for the words of her turn on a lent phone: pictures, PINs."""

from dataclasses import replace
from datetime import UTC, date, datetime

from groups.joining.acts.leaving import Withdrawable
from groups.pending.model import PendingKind, PendingShown
from groups.turns.model import PICTURES, LentName, PinSet
from groups.vouches.model.proxies import Proxy, ProxyPage, ProxySettled, Spoken
from tests.texts.examples.chat import CARD, NAME
from tests.texts.examples.kinds import Examples
from tests.texts.examples.web_facts import GROUP
from webapp.pages.joining_consent import ConsentPage

DAY = date(2027, 5, 22)
LENT = LentName("m4", 4, "Phoolmati <Devi>", PinSet(DAY, is_asked=False, is_locked=False))
MINE = LentName("m1", 1, "Sunita", PinSet(DAY, is_asked=False, is_locked=False), True, True, True)
ELSEWHERE = LentName("m9", 9, "Kamla", PinSet(None, is_asked=False, is_locked=False), True)
LOCKED = LentName("m5", 5, "Dulari", PinSet(DAY, is_asked=False, is_locked=True))
ASKED = LentName("m6", 6, "Usha", PinSet(None, is_asked=True, is_locked=False))
BARE = LentName("m7", 7, "Radha", PinSet(None, is_asked=False, is_locked=False))

SETTLED = ProxySettled("Dulari", is_confirmed=True, is_new=True)
SPOKEN = Spoken("Dulari", "Meena <Devi>")
HANDED = ProxyPage(
    waiting=tuple(
        Proxy("v1", 8, "Dulari", "Meena", "Sunita", datetime(2027, 5, 22, tzinfo=UTC), is_back)
        for is_back in (False, True)
    ),
    givers=(("m8", 8, "Dulari"),),
    receivers=(("m2", 2, "Meena"),),
    may_settle=True,
    may_speak=True,
)

CONSENT = ConsentPage(GROUP, True, Withdrawable("g", "Ujala & Co", 8, 320_00, True))

ABOUT_HER = tuple(
    PendingShown("p1", kind, "Sunita <1>", "Dulari <2>" * is_merge, 2 * is_merge, DAY, 615)
    for kind in PendingKind
    for is_merge in (kind is PendingKind.MERGE,)
)

EXAMPLES: Examples = {
    "web/pending.html": [
        {"changes": ABOUT_HER, "said": ""},
        {"changes": (), "said": "stopped"},
    ],
    "chat/confirm_pin.html": [CARD],
    "chat/refusals/bad_answer.html": [{"field": "pin_again"}],
    "chat/pin_set.html": [CARD],
    "chat/refusals/pin_too_simple.html": [{}],
    "chat/refusals/turn_over.html": [{}],
    "chat/refusals/not_by_pictures.html": [{}],
    "chat/refusals/not_on_this_phone.html": [{}],
    "chat/refusals/turn_off.html": [{"name": "Phoolmati <Devi>"}],
    "web/turns.html": [
        {
            "names": (LENT, LOCKED, ASKED, BARE, ELSEWHERE, replace(MINE, is_turn_on=said == "on")),
            "said": said,
            "may_hand": said != "waits",
        }
        for said in ("", "asked", "waits", "set", "on", "off")
    ],
    "web/turn_enter.html": [{"one": LENT, "pictures": PICTURES}],
    "web/turn_pin.html": [
        {"one": one, "pictures": PICTURES} for one in (LENT, BARE, MINE, ELSEWHERE)
    ],
    "web/pin_refused.html": [
        {"is_locked": is_locked, "tries_left": tries_left, "minutes": minutes}
        for is_locked, tries_left, minutes in (
            (True, 0, 0),
            (False, 2, 0),
            (False, 0, 1),
            (False, 0, 30),
        )
    ],
    "web/turn_home.html": [{"asked": count} for count in (0, 1, 2)],
    "web/turn_done.html": [{"name": "Phoolmati", "said": said} for said in ("", "<p>१</p>")],
    "web/turn_over.html": [{}],
    "web/consent.html": [
        *({"page": replace(CONSENT, has_agreed=agreed), "said": ""} for agreed in (True, False)),
        *({"page": None, "said": said} for said in ("agreed", "withdrawal_asked")),
    ],
    "chat/turns_pictures.html": [
        {"by": NAME, "number": 4, "name": NAME, "is_first": is_first} for is_first in (True, False)
    ],
    "chat/proxies_wait.html": [{"group": "Ujala", "group_id": "g"}],
    "chat/refusals/speaks_herself.html": [{"name": "Phoolmati <Devi>"}],
    "chat/refusals/not_by_her_own_hand.html": [{}],
    "chat/button.html": [{"name": "look_at_groups"}],
    "web/proxies.html": [
        {"page": HANDED, "said": None, "act": ""},
        {"page": replace(HANDED, may_speak=False), "said": SETTLED, "act": "confirm"},
        {"page": replace(HANDED, waiting=()), "said": SETTLED, "act": "strike"},
        *({"page": HANDED, "said": SETTLED, "act": act} for act in ("taken", "kept")),
        *(
            {"page": replace(HANDED, may_settle=False), "said": spoken, "act": act}
            for spoken, act in ((SPOKEN, "speak"), (SPOKEN, "back"))
        ),
    ],
}
