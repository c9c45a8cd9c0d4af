"""Example facts for the words of what waits and can be stopped."""

from tests.texts.examples.chat import CARD
from tests.texts.examples.kinds import Examples, Facts

WAITS: Facts = {
    **CARD,
    "pending_id": "p1",
    "kind": "move",
    "phone": "Lali <3>",
    "due_day": "2027-05-24",
    "due_minute": 615,
}
ENDED = [{"kind": "move", "state": state} for state in ("stopped", "done", "lapsed")]

EXAMPLES: Examples = {
    "chat/pending_move.html": [WAITS],
    "chat/pending_move_facilitator.html": [
        {**WAITS, "is_notified": is_notified, "may_hurry": is_notified}
        for is_notified in (True, False)
    ],
    "chat/pending_pictures.html": [WAITS],
    "chat/pending_pictures_facilitator.html": [
        {**WAITS, "is_notified": is_notified, "may_hurry": is_notified}
        for is_notified in (True, False)
    ],
    "chat/pending_stopped.html": [
        {**WAITS, "kind": kind, "is_own": is_own}
        for kind in ("move", "pictures")
        for is_own in (True, False)
    ],
    "chat/pending_ended.html": ENDED,
    "chat/alerts/pending_ended.html": ENDED,
    "chat/claim_waits.html": [WAITS],
}
