"""Example facts for the chat's messages: groups, members, vouches, meetings, points."""

from collections.abc import Mapping

from groups.registers.model.meeting import CashReason
from groups.registers.model.money import MoneyKind
from tests.texts.examples.kinds import Examples, Facts

NAME = "सुनीता <Devi>"
DAY = "2027-05-22"
ROLES = ("president", "secretary", "treasurer")
AGREED: Facts = {
    "name": "Ujala & Co",
    "village": "Rampur",
    "language": "hi",
    "meeting_day": 0,
    "meeting_minute": 900,
    "saving": 2000,
}
MINUTES: Facts = {
    "day": DAY,
    "members": 12,
    "came": 11,
    "late": 1,
    "excused": 1,
    "collected": 24_000,
    "cash_counted": 1_24_000,
    "difference": 0,
    "cash_reason": None,
    "proxies": 2,
    "seal": "k3j5w2qa",
    "next_day": "2027-05-29",
    "next_minute": 900,
    "totals": {kind.value: 500_00 for kind in MoneyKind},
    "is_read": True,
}
DIFFERS = (
    ("miscount_before", -500),
    ("change_owed", 500),
    ("spent_unrecorded", -500),
    ("found", 500),
    ("unknown", 500),
)
LINE: Facts = {
    "day": DAY,
    "mark": "present",
    "due": 2000,
    "saved": 2000,
    "extra": 0,
    "balance": 32_000,
    "mark_before": None,
    "paid_before": None,
    "moved": (),
    "interest": 0,
    "owed": 0,
}
LINES: tuple[Facts, ...] = (
    LINE,
    {**LINE, "mark": "late", "extra": 500},
    {**LINE, "mark": "absent", "saved": 0},
    {**LINE, "mark": "excused", "saved": 0, "extra": 1000},
)
CARD: Facts = {"group": "Ujala", "asked_by": NAME, "name": "Meena", "number": 7}
GONE: Facts = {"group": "Ujala", "number": 7, "savings": 32_000}
KIN: Facts = {**CARD, "one": NAME, "other": "Meena", "one_number": 1, "other_number": 2}


def _roles(more: Mapping[str, object]) -> tuple[Facts, ...]:
    return tuple({**more, "role": role, "act": act} for role in ROLES for act in ("given", "taken"))


PILLARS = (
    ("meetings", 18_200, 23_500, 27, 30),
    ("saving", 12_000, 28_200, 26, 30),
    ("instalments", 0, 18_900, 0, 0),
    ("broken", 0, 0, None, None),
    ("word", 3_300, 10_000, None, None),
)
WEEK: Facts = {
    "period": DAY,
    "before": 18_300,
    "after": 19_300,
    "causes": (("came", 5), ("saved", 6), ("word", 0), ("fade", -1)),
    "is_disputed": True,
}
CAUSES = ("missed_meeting", "missed_saving", "paid_instalment", "missed_instalment")
POINTS: Facts = {
    "points": 19_349,
    "next_reading": DAY,
    "pillars": PILLARS,
    "lines": (WEEK, {**WEEK, "causes": (), "is_disputed": False}),
}
GROUP: Facts = {
    "name": "Ujala",
    "village": "Rampur",
    "members": 12,
    "meetings_held": 16,
    "marks": 8_612,
    "letter": "A",
    "pillars": (
        ("meetings", 1_800),
        ("saving", 1_900),
        ("lending", None),
        ("repayment", None),
        ("books", 2_000),
    ),
    "savings": 3_84_000,
    "cash": 3_84_000,
    "next_meeting": DAY,
    "next_minute": 900,
    "seal": "k3j5w2qa",
}
STATUS: Facts = {
    "ballots": [],
    "name": "Ujala",
    "village": "Rampur",
    "members": 12,
    "saving": 2000,
    "is_open": False,
    "next_day": DAY,
    "next_minute": 900,
    "grade": None,
}
HOME: Facts = {
    "name": "Ujala",
    "number": 7,
    "state": "active",
    "meeting_day": 0,
    "meeting_minute": 900,
    "roles": (),
}
ME: Facts = {
    "to": 5000,
    "name": NAME,
    "group": "Ujala",
    "village": "Rampur",
    "number": 7,
    "state": "active",
    "joined_day": DAY,
    "pin_day": DAY,
    "roles": ROLES,
    "is_facilitator": True,
    "consents": (("given", "self", DAY), ("given", "spoken", DAY), ("withdrawn", "self", DAY)),
    "ties": ((1, "Meena", "kin"), (2, "Rani", "household")),
    "counts": {"meetings": 16, "saved_times": 15, "vouches_given": 3, "score_weeks": 16},
}
NOBODY: Facts = {
    "to": 5000,
    "name": NAME,
    "group": None,
    "joined_day": None,
    "pin_day": None,
    "roles": (),
    "is_facilitator": False,
    "consents": (),
    "ties": (),
    "counts": {},
}
CHANGES = (("name", "Ujala"), ("village", "Rampur"), ("language", "en"), ("language", "hi"))

EXAMPLES: Examples = {
    "chat/broken.html": [{"reference": "btx7"}],
    "chat/dropped.html": [{"reference": "btx7"}],
    "chat/welcome.html": [
        {"can_pin": True, "can_delete": True},
        {"can_pin": False, "can_delete": False},
    ],
    "chat/join_notice.html": [AGREED, {**AGREED, "village": None, "saving": None}],
    "chat/join_age.html": [{"age_min": 18}],
    "chat/joined.html": [
        {"name": "Ujala", "number": 7, "waits": False},
        {"name": "Ujala", "number": None, "waits": True},
    ],
    "chat/join_ties.html": [{"tie": "kin"}, {"tie": "household"}],
    "chat/ties_of.html": [{**CARD, "tie": "kin"}, {**CARD, "tie": "household"}],
    "chat/add_member.html": [{"name": "Ujala"}],
    "chat/member_added.html": [CARD],
    "chat/member_joined.html": [CARD],
    "chat/member_left.html": [{**CARD, "owes": owes} for owes in (0, 2_500_00)],
    "chat/member_died.html": [{**CARD, "owes": owes} for owes in (0, 2_500_00)],
    "chat/you_are_frozen.html": [CARD],
    "chat/you_are_thawed.html": [CARD],
    "chat/dismissed.html": [{}],
    "chat/confirm_member.html": [{**CARD, "how": "added"}, {**CARD, "how": "joined"}],
    "chat/confirm_leaving.html": [
        {**CARD, "erases": erases, "is_dead": is_dead}
        for erases, is_dead in ((True, False), (False, False), (False, True))
    ],
    "chat/confirm_kinship.html": [
        {**KIN, "tie": tie, "act": act}
        for tie in ("kin", "household")
        for act in ("declared", "ended")
    ],
    "chat/confirm_role.html": _roles(CARD),
    "chat/confirm_register.html": [
        {**CARD, "day": DAY, "reason": "wrong <line>"},
        {**CARD, "day": DAY, "reason": None},
    ],
    "chat/confirm_cash.html": [
        {**CARD, "day": DAY, "expected": 1_00_000, "counted": 1_24_000, "difference": 24_000}
        | {"cash_reason": it.value}
        for it in CashReason
    ],
    "chat/decided.html": [{"state": state} for state in ("confirmed", "declined", "lapsed")],
    "chat/role_changed.html": _roles(CARD),
    "chat/facilitator_named.html": [{}],
    "chat/looked_after.html": [{"by": NAME}],
    "chat/members.html": [{"name": "Ujala", "village": "Rampur"}],
    "chat/member.html": [
        {**CARD, "joined_day": DAY, "state": "active", "phone": "own"},
        {**CARD, "joined_day": DAY, "state": "frozen", "phone": "none"},
        {**CARD, "joined_day": DAY, "state": "waiting", "phone": "none"},
    ],
    "chat/member_own_kin.html": [CARD],
    "chat/member_own_kin_told.html": [
        {"name": NAME, "group": "Ujala", "has_other": has_other} for has_other in (True, False)
    ],
    "chat/rename.html": [CARD],
    "chat/renamed.html": [CARD],
    "chat/name_corrected.html": [{"name": "Meena", "by": NAME}],
    "chat/withdraw.html": [{**GONE, "is_member": is_member} for is_member in (True, False)],
    "chat/withdrawn.html": [GONE, {**GONE, "savings": 0}],
    "chat/member_withdrew.html": [{**GONE, "owes": owes} for owes in (0, 2_500_00)],
    "chat/claim_asked.html": [CARD],
    "chat/claim_wrong.html": [{"tries_left": left} for left in (4, 0)],
    "chat/claim_declined.html": [CARD],
    "chat/claimed.html": [{**CARD, "asks": asks, "saving": 2000} for asks in (True, False)],
    "chat/confirm_claim.html": [
        {**CARD, "phone": NAME, "is_lost": is_lost} for is_lost in (True, False)
    ],
    "chat/records_merged.html": [
        {**CARD, "gone_number": 12, "is_one_group": is_one} for is_one in (True, False)
    ],
    "chat/leave.html": [{"group": "Ujala"}],
    "chat/you_left.html": [{"group": "Ujala"}],
    "chat/facilitators.html": [{"names": (NAME, "Asha")}],
    "chat/facilitator.html": [
        {
            "count": 1,
            "lines": (("Ujala", "Rampur", "waiting", 0), ("Asha", "Sonpur", "active", 12)),
            "by_hand": 0,
            "locked": 0,
        },
        *(
            {"count": 2, "lines": (("Ujala", "Rampur", "alone", 1),), "by_hand": n, "locked": n}
            for n in (1, 2)
        ),
    ],
    "chat/board.html": [{}],
    "chat/my_board.html": [
        {"beads_left": 2, "beads": 5, "counts": True},
        {"beads_left": 0, "beads": 5, "counts": False, "voice_weeks": 12},
        {"beads_left": 0, "beads": 5, "counts": False, "voice_weeks": 1},
        {"beads_left": 5, "beads": 5, "counts": False, "voice_weeks": 1, "rests": "frozen"},
        {"beads_left": 5, "beads": 5, "counts": False, "voice_weeks": 1, "rests": "no_say"},
    ],
    "chat/my_vouch.html": [{"name": NAME, "until_day": DAY}],
    "chat/vouch_expiring.html": [{"name": NAME, "until_day": DAY}],
    "chat/meeting_open.html": [{"day": DAY}],
    "chat/meeting_left_open.html": [{"day": DAY}],
    "chat/meeting_drop.html": [{"day": DAY}],
    "chat/meeting_dropped.html": [{"day": DAY}],
    "chat/minutes.html": [
        MINUTES,
        {**MINUTES, "late": 0, "excused": 0},
        *({**MINUTES, "cash_reason": reason, "difference": by} for reason, by in DIFFERS),
    ],
    "chat/correction.html": [MINUTES],
    "chat/saved_line.html": LINES,
    "chat/corrected_line.html": [
        {**LINE, "paid_before": 1000},
        {**LINE, "paid_before": 2000},
        {**LINE, "paid_before": None},
    ],
    "chat/points.html": [
        POINTS,
        {**{name: fact for name, fact in POINTS.items() if name != "next_reading"}, "lines": ()},
        {
            **POINTS,
            "pillars": (
                ("instalments", 100, 18_900, 3, 4),
                ("broken", -6_000, 0, None, None),
                ("word", 4_500, 10_000, None, None),
            ),
            "lines": (
                {**WEEK, "causes": [(code, -3) for code in (*CAUSES, "broken", "corrected")]},
            ),
        },
    ],
    "chat/weekly_line.html": [WEEK, {**WEEK, "causes": ()}],
    "chat/disputed.html": [
        {**CARD, "day": DAY, "line": line, "amount": 2000}
        for line in ("score", "entry", "line", "loan")
    ],
    "chat/dispute_reason.html": [{"state": state} for state in ("upheld", "corrected")],
    "chat/dispute_closed.html": [{}],
    "chat/dispute_decided.html": [
        {"state": state, "day": DAY, "line": line, "reason": "we <looked>"}
        for state in ("upheld", "corrected")
        for line in ("score", "entry")
    ],
    "chat/group.html": [
        GROUP,
        {**GROUP, "letter": None},
        {**GROUP, "letter": None, "marks": None, "pillars": (), "members": 1, "meetings_held": 1},
    ],
    "chat/status.html": [
        STATUS,
        {**STATUS, "is_open": True, "members": 1, "grade": {"letter": "B", "marks": 7_700}},
        {**STATUS, "grade": {"letter": None, "marks": 7_700}},
        {**STATUS, "grade": {"letter": None, "marks": None}},
        {**STATUS, "ballots": [[3, NAME, 7, 11, 8], [4, "Usha", 0, 11, 8]]},
    ],
    "chat/home.html": [
        HOME,
        {**HOME, "roles": ROLES},
        {**HOME, "state": "waiting", "number": 0, "meeting_day": None, "meeting_minute": None},
        {**HOME, "state": "frozen", "number": 0},
    ],
    "chat/help_group.html": [{}],
    "chat/privacy.html": [{}],
    "chat/go_private.html": [{}],
    "chat/who_are_you.html": [{"command": "vouch"}],
    "chat/me.html": [
        ME,
        {**ME, "state": "waiting", "village": None, "number": None},
        {**ME, "state": "frozen"},
        NOBODY,
    ],
    "chat/language.html": [{}],
    "chat/settings.html": [
        {**AGREED, "group_language": "hi"},
        {**AGREED, "group_language": "en"},
    ],
    "chat/settings_day.html": [{}],
    "chat/settings_word.html": [{"field": field, "stands": NAME} for field in ("name", "village")],
    "chat/dismiss_facilitator.html": [{"name": NAME}],
    "chat/settings_language.html": [{}],
    "chat/settings_changed.html": [
        *({"by": NAME, "changed": {field: value}} for field, value in CHANGES),
        {"by": NAME, "changed": {"meeting_day": 3, "meeting_minute": 660, "saving": 5000}},
    ],
}
