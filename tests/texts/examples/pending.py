"""Example facts for the words of what waits and can be stopped."""

from groups.pending.model import PendingKind
from groups.reminding.model import What
from tests.texts.examples.chat import CARD, DAY
from tests.texts.examples.kinds import Examples, Facts

WAITS: Facts = {
    **CARD,
    "pending_id": "p1",
    "kind": "move",
    "phone": "Lali <3>",
    "due_day": "2027-05-24",
    "due_minute": 615,
}
ENDED = [
    {"kind": kind, "state": state}
    for kind in ("move", "erasure")
    for state in ("stopped", "done", "lapsed")
]
PAIR: Facts = {**WAITS, "kept_number": 7, "kept_name": "Dulari <4>", "kept_group": "Ujala & Co"}
TAKEN: Facts = {**WAITS, "holder": "Sunita <1>", "is_notified": True, "may_hurry": True}

EXAMPLES: Examples = {
    "chat/pending_move.html": [WAITS],
    "chat/pending_move_facilitator.html": [
        {**WAITS, "is_notified": is_notified, "may_hurry": is_notified, "has_phone": has_phone}
        for is_notified, has_phone in ((True, True), (False, True), (False, False))
    ],
    "chat/merge_told.html": [CARD],
    "chat/claim_told.html": [CARD],
    "chat/claim_told_facilitator.html": [WAITS],
    "chat/pending_pictures.html": [WAITS],
    "chat/pending_pictures_facilitator.html": [
        {**WAITS, "is_notified": is_notified, "may_hurry": is_notified}
        for is_notified in (True, False)
    ],
    "chat/pending_stopped.html": [
        {
            **WAITS,
            "kind": kind,
            "is_own": is_own,
            "by_officer": by_officer,
            "by_facilitator": kind == "merge",
            "again_day": None if kind in {"withdrawal", "erasure"} else "2027-05-31",
        }
        for kind in ("move", "pictures", "withdrawal", "erasure", "merge", "death")
        for is_own, by_officer in ((True, False), (False, True), (False, False))
    ],
    "chat/pending_withdrawal.html": [TAKEN],
    "chat/pending_withdrawal_facilitator.html": [
        {**TAKEN, "refused_by": refused_by} for refused_by in ("", "Kamla & Co")
    ],
    "chat/confirm_withdrawal.html": [TAKEN],
    "chat/pending_erasure.html": [{**WAITS, "returns": returns} for returns in (True, False)],
    "chat/pending_erasure_facilitator.html": [WAITS],
    "chat/pending_merge.html": [
        {**PAIR, "takes_phone": takes_phone} for takes_phone in (True, False)
    ],
    "chat/pending_merge_facilitator.html": [
        {**PAIR, "takes_phone": is_notified, "is_notified": is_notified}
        for is_notified in (True, False)
    ],
    "chat/pending_merge_officer.html": [PAIR],
    "chat/refusals/stopped_before.html": [
        {"again": "2027-05-31", "by_facilitator": by_facilitator}
        for by_facilitator in (True, False)
    ],
    "chat/pending_death.html": [WAITS],
    "chat/pending_death_facilitator.html": [
        {**WAITS, "is_notified": is_notified} for is_notified in (True, False)
    ],
    "chat/erased.html": [CARD],
    "chat/record_left.html": [CARD],
    "chat/_since.html": [{"since": DAY}],
    "chat/still_waits.html": [
        {"lines": [("Ujala", what.value, count, DAY) for what in What]} for count in (1, 3)
    ],
    "chat/pending_again.html": [
        {**WAITS, "kind": kind.value, "is_hers": is_hers}
        for kind in PendingKind
        for is_hers in (True, False)
    ],
    "chat/pending_ended.html": ENDED,
    "chat/alerts/pending_ended.html": ENDED,
    "chat/claim_waits.html": [WAITS],
}
