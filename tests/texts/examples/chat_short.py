"""Example facts for the chat's short words: buttons, commands, alerts, refusals."""

import re
from pathlib import Path

from tests.texts.examples.kinds import Examples
from texts.say import TEMPLATES

NAME = "सुनीता <Devi> Kumari Vishwakarma"
DAY = "2027-05-22"
TAKEN = {"name": NAME, "until_day": DAY, "beads_left": 4, "beads": 5, "voice_weeks": 12}
GIVEN = {**TAKEN, "counts_from": "2026-12-14"}
WITHOUT_DAY = {**TAKEN, "is_new": True, "is_renewed": False}  # said before the day was named
WORDS = ("new", "waiting", "refused")


def _names(path: str) -> list[dict[str, object]]:
    """Return every name that a template of many short words knows."""
    source = (Path(TEMPLATES) / path).read_text()
    return [{"name": name} for name in re.findall(r'name == "(\w+)"', source)]


EXAMPLES: Examples = {
    "chat/button.html": _names("chat/button.html"),
    "chat/button_renew.html": [{"days": 1}, {"days": 180}],
    "chat/command.html": _names("chat/command.html"),
    "chat/alerts/admitted.html": [{"name": NAME}],
    "chat/alerts/refused.html": [{"name": NAME}],
    "chat/alerts/disputed.html": [{}],
    "chat/alerts/nothing_recorded.html": [{}],
    "chat/alerts/not_yet.html": [{}],
    "chat/alerts/nothing_waits.html": [{}],
    "chat/alerts/stale_button.html": [{}],
    "chat/alerts/tie_waits.html": [{"name": NAME}],
    "chat/alerts/claim_code.html": [{"name": NAME, "code": "4821 9037"}],
    "chat/alerts/decided.html": [{"state": state} for state in ("confirmed", "declined", "lapsed")],
    "chat/alerts/vouch_given.html": [
        {**GIVEN, "is_new": is_new, "is_renewed": is_renewed, "counts": counts}
        for is_new, is_renewed in ((True, False), (False, True), (False, False))
        for counts in (True, False)
    ]
    + [{**WITHOUT_DAY, "counts": counts} for counts in (True, False)],
    "chat/alerts/vouch_taken.html": [TAKEN],
    "chat/refusals/already_decided.html": [{}],
    "chat/refusals/already_disputed.html": [{}],
    "chat/refusals/bad_answer.html": [
        {"field": field}
        for field in (
            "name",
            "long_name",
            "village",
            "saving",
            "clock",
            "cash",
            "extra",
            "facilitator",
            "day",
        )
    ],
    "chat/refusals/cannot_merge.html": [
        {"why": why}
        for why in (
            "same",
            "kept_left",
            "both_stand",
            "facilitator",
            "erased",
            "stands_elsewhere",
            "elsewhere",
        )
    ],
    "chat/refusals/concerned_herself.html": [{}],
    "chat/refusals/cash_needs_second.html": [
        {"expected": 1_24_000, "counted": 1_00_000, "difference": -24_000}
    ],
    "chat/refusals/cash_reason_missing.html": [
        {"expected": 1_24_000, "counted": 1_23_450, "difference": -550}
    ],
    "chat/refusals/asked_too_often.html": [{}],
    "chat/refusals/group_full.html": [{"members_max": 20}],
    "chat/refusals/group_not_ready.html": [{"state": state} for state in WORDS],
    "chat/refusals/held_by_another.html": [{"name": NAME}],
    "chat/refusals/in_another_group.html": [{}],
    "chat/refusals/leaves_herself.html": [{"name": NAME}],
    "chat/refusals/meeting_held_today.html": [{"day": DAY}],
    "chat/refusals/meeting_not_open.html": [
        {"day": DAY, "state": state} for state in ("closed", "dropped", "open")
    ],
    "chat/refusals/meeting_still_open.html": [{"day": DAY}],
    "chat/refusals/member_frozen.html": [{"name": NAME}],
    "chat/refusals/no_beads_left.html": [{"beads": 5, "next_free": DAY}],
    "chat/refusals/no_consent_yet.html": [{}],
    "chat/refusals/pays_too_much.html": [{"owed": 1_50_00}],
    "chat/refusals/no_quorum.html": [{"present": 5, "needed": 8}],
    "chat/refusals/not_put_right.html": [{}],
    "chat/refusals/no_such_vouch.html": [{}],
    "chat/refusals/no_say_yet.html": [{}],
    "chat/refusals/not_a_member.html": [{}],
    "chat/refusals/not_found.html": [{}],
    "chat/refusals/not_yours.html": [
        {"needs": needs} for needs in ("member", "office_bearer", "facilitator", "head")
    ],
    "chat/refusals/nothing_to_correct.html": [{}],
    "chat/refusals/other_register_closed.html": [
        {"day": DAY, "differs": 1},
        {"day": DAY, "differs": 3},
    ],
    "chat/refusals/reason_missing.html": [{}],
    "chat/refusals/register_incomplete.html": [{"missing": 1}, {"missing": 3}],
    "chat/refusals/second_person_needed.html": [{}],
    "chat/refusals/too_young.html": [{"age_min": 18}],
    "chat/refusals/too_many_tries.html": [{}],
    "chat/refusals/two_records.html": [{"group": "Ujala", "number": number} for number in (7, 0)],
    "chat/refusals/not_a_sister.html": [{"who": who} for who in ("bot", "hidden", "stranger")],
    "chat/refusals/vouch_for_oneself.html": [{}],
    "chat/newcomer.html": [
        {},
        *(
            {"place": place, "is_link_old": is_link_old}
            for place in ("nowhere", "founding", "waiting", "left", "in")
            for is_link_old in (False, True)
        ),
    ],
    "chat/help.html": [
        {"place": "nowhere", "is_officer": False},
        {"place": "in", "is_officer": False},
        {"place": "in", "is_officer": True},
    ],
    "chat/meeting_when.html": [
        {"name": NAME, "is_open": is_open, "day": DAY, "minute": 660} for is_open in (False, True)
    ],
}
