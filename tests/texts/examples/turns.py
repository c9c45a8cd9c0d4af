"""Facts to try the words of her turn with: pictures, PINs, a lent phone."""

from datetime import date

from groups.model.pins import PICTURES, LentName, PinSet
from tests.texts.examples.chat import CARD
from tests.texts.examples.kinds import Examples

DAY = date(2027, 5, 22)
LENT = LentName("m4", 4, "Phoolmati <Devi>", PinSet(DAY, is_asked=False, is_locked=False), False)
LOCKED = LentName("m5", 5, "Dulari", PinSet(DAY, is_asked=False, is_locked=True), False)
ASKED = LentName("m6", 6, "Usha", PinSet(None, is_asked=True, is_locked=False), True)
BARE = LentName("m7", 7, "Radha", PinSet(None, is_asked=False, is_locked=False), True)

EXAMPLES: Examples = {
    "chat/confirm_pin.html": [CARD],
    "chat/refusals/bad_answer.html": [{"field": "pin_again"}],
    "chat/refusals/pin_too_simple.html": [{}],
    "chat/refusals/turn_over.html": [{}],
    "web/turns.html": [
        {"names": (LENT, LOCKED, ASKED, BARE), "said": said} for said in ("", "asked", "waits")
    ],
    "web/turn_enter.html": [{"one": LENT, "pictures": PICTURES}],
    "web/turn_pin.html": [{"one": LENT, "pictures": PICTURES}],
    "web/pin_refused.html": [
        {"is_locked": is_locked, "tries_left": tries_left, "minutes": minutes}
        for is_locked, tries_left, minutes in ((True, 0, 0), (False, 2, 0), (False, 0, 30))
    ],
    "web/turn_home.html": [{}],
    "web/turn_done.html": [{"name": "Phoolmati", "said": said} for said in ("", "<p>१</p>")],
    "web/turn_over.html": [{}],
}
