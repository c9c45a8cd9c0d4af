"""Example facts for the messages of a group that is set up and admitted."""

from tests.texts.examples.chat import AGREED, DAY, NAME
from tests.texts.examples.kinds import Examples, Facts

STEPS = ("name", "village", "language", "day", "clock", "saving")
NEW: Facts = {"by": NAME, "number": 13, "name": NAME}
EXAMPLES: Examples = {
    "chat/joining_added.html": [NEW],
    "chat/joining_leaving.html": [NEW],
    "chat/joining_say.html": [NEW],
    "chat/joining_tie.html": [
        {"name": NAME, "number": 13, "group": "Ujala", "tie": tie, "act": act}
        for tie in ("kin", "household")
        for act in ("declared", "ended")
    ],
    "chat/joining_sheet.html": [{"names": [NAME]}, {"names": ["7 · Anju", "8 · Rekha"]}],
    "chat/set_up.html": [
        *({"step": step, "agreed": None} for step in STEPS),
        {"step": "check", "agreed": AGREED},
        {"step": "check", "agreed": {**AGREED, "language": "en"}},
    ],
    "chat/set_up_waiting.html": [
        {"name": "Ujala", "is_admissible": is_admissible} for is_admissible in (True, False)
    ],
    "chat/set_up_active.html": [{"name": "Ujala"}],
    "chat/admit_group.html": [
        *(
            {**AGREED, "by": NAME, "role": role, "bot_since": DAY}
            for role in ("creator", "administrator", "hidden")
        ),
        {**AGREED, "by": None, "role": None, "bot_since": DAY},
    ],
    "chat/set_up_proof.html": [
        {"code": "012345", "role": role} for role in ("outside", "member", None)
    ],
    "chat/set_up_stranger.html": [{}],
    "chat/founding_chat_refuses.html": [
        {"group": "Ujala", "is_gone": is_gone} for is_gone in (True, False)
    ],
    "chat/admit_done.html": [AGREED],
    "chat/refuse_done.html": [AGREED],
    "chat/group_admitted.html": [{"name": "Ujala", "by": NAME}, {"name": "Ujala", "by": None}],
    "chat/group_refused.html": [{"name": "Ujala"}],
}
