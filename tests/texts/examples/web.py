"""Example facts for every template of templates/web/; the pages' contents are in `web_facts`."""

from dataclasses import replace
from datetime import date

from groups.approvals.model import RequestState
from groups.deciding.model import MoneyChange
from groups.joining.acts.leaving import Erasing
from groups.meetings.acts.notices import NotSure
from groups.pages.model import StandingShown
from groups.people.model.people import Name, OwnMays
from groups.people.model.roster import MembersMays
from groups.registers.model.meeting import CashReason, MeetingState, RegisterDraft
from groups.standing.model import GroupGrade
from groups.vouches.acts.vouching import VouchWithdrawn
from tests.texts.examples.kinds import Examples
from tests.texts.examples.web_facts import (
    BOARD,
    BRIEF,
    CLOSED,
    CODE,
    CORRECTION,
    DAY,
    DISPUTES,
    GIVEN,
    GROUP,
    LISTED,
    ME,
    MERGE_ASKED,
    MINUTES,
    NOBODY,
    PASSBOOK,
    POINTS,
    RECORDS,
    REGISTER,
    ROW,
    SAID,
    STANDING,
    TWICE,
    WAITING_ROW,
    WAITS,
    WITHDRAWABLE,
    YOUNG,
    YOUNG_ROW,
    decided_as,
    standing_of,
)
from tests.texts.examples.web_loans import LENDING, LENDING_CLOSED
from webapp import charts
from webapp.pages import registers
from webapp.pages.joining_records import RecordsPage

ERASING = Erasing("p1", "Ujala & Co", 8, 320_00, date(2027, 5, 24), 615, returns=True)

EXAMPLES: Examples = {
    "web/shell.html": [
        {
            "style": "/static/a/app.css",
            "scripts": ["/static/a/app.js"],
            "bot_username": "saakh_bot",
            "notices": [{"language": "en", "words": {"again": "Try again", "away": "Away"}}],
            "closed": [{"language": "en", "text": "Please open it from Telegram."}],
        }
    ],
    "web/clock_doubted.html": [{}],
    "web/not_a_form.html": [{}],
    "web/refusal.html": [
        {"words": "Please try again.", "code": code, "is_reading": is_reading, "back": back}
        for code in ("not_found", "no_quorum", "held_by_another")
        for is_reading in (True, False)
        for back in ("standing", "groups", "welcome", "")
    ],
    "web/standing.html": [
        standing_of(STANDING),
        standing_of(replace(STANDING, grade=None, trend=(), is_member=False, waiting=0)),
        standing_of(replace(STANDING, grade=GroupGrade(DAY, 8000, None, YOUNG), open_meeting="w1")),
        standing_of(replace(STANDING, grade=GroupGrade(DAY, None, None, YOUNG))),
    ],
    "web/points.html": [
        {"page": POINTS, "bar": charts.bar},
        *(
            {"page": replace(POINTS, standing_word=word, lines=(), ladder=None), "bar": charts.bar}
            for word in StandingShown
        ),
        *(
            {"page": replace(POINTS, pillars=(pillar,)), "bar": charts.bar}
            for pillar in (
                replace(POINTS.pillars[2], done=3, due=4),
                POINTS.pillars[4],
            )
        ),
    ],
    "web/passbook.html": [
        {"page": page, "before": "", "not_sure": days}
        for page, days in ((PASSBOOK, (DAY,)), (replace(PASSBOOK, lines=(), older=None), ()))
    ],
    "web/vouch.html": [
        {"page": BOARD, "said": None, "act": ""},
        {"page": replace(BOARD, beads_left=3, counts=True), "said": GIVEN, "act": "give"},
        {"page": BOARD, "said": replace(GIVEN, is_new=False), "act": "give"},
        {"page": BOARD, "said": VouchWithdrawn("Meena", 5, 5), "act": "withdraw"},
    ],
    "web/register.html": [
        {
            "page": page,
            "reasons": tuple(CashReason),
            "may_take": may_take,
            **registers.money_facts(page),
        }
        for page in (
            REGISTER,
            LENDING,
            LENDING_CLOSED,
            replace(REGISTER, is_left_open=True),
            replace(REGISTER, is_held_by_her=False),
            replace(REGISTER, draft=RegisterDraft(cash_counted=24_000)),
            CLOSED,
        )
        for may_take in (True, False)
    ],
    "web/register_twice.html": [
        {"twice": TWICE, "form": {"mark-m1": "late", "saved-m1": "20", "cash": "2300"}}
    ],
    "web/register_start.html": [{}],
    "web/correction_asked.html": [{}],
    "web/cash_asked.html": [{"differs": {"cash_counted": 1_24_000, "expected": 1_00_000}}],
    "web/minutes.html": [
        {
            "minutes": replace(MINUTES, totals={"fine": 10_00}, is_read=True),
            "is_closing": True,
            "may_correct": True,
            "not_sure": None,
        },
        *(
            {"minutes": MINUTES, "is_closing": False, "may_correct": True, "not_sure": one}
            for one in (NotSure(((2, "Meena"),), is_chat=True), NotSure((), is_chat=False))
        ),
        *(
            {
                "minutes": replace(MINUTES, version=2, cash_counted=2500_00, cash_reason=reason),
                "is_closing": False,
                "may_correct": False,
                "not_sure": None,
            }
            for reason in CashReason
        ),
    ],
    "web/meetings.html": [
        {"meetings": (), "may_see_register": False},
        *(
            {
                "meetings": (BRIEF, replace(BRIEF, state=MeetingState.OPEN)),
                "may_see_register": may,
            }
            for may in (True, False)
        ),
    ],
    "web/waiting.html": [
        {"requests": (*WAITS, CORRECTION), "decided": None, "proxies": 0},
        {
            "requests": tuple(
                replace(CORRECTION, money=(MoneyChange("fine", 5_00, name, is_new),))
                for name, is_new in (("Meena", True), ("", False))
            ),
            "decided": None,
            "proxies": 0,
        },
        decided_as(RequestState.CONFIRMED),
        decided_as(RequestState.DECLINED),
        decided_as(RequestState.LAPSED),
    ],
    "web/settings.html": [
        *(
            {
                "me": me,
                "others": (Name("m2", 2, "Meena"),),
                "may": OwnMays(*6 * (me is ME,)),
                "withdrawable": WITHDRAWABLE if me is ME else None,
                "erasing": None,
                "gone": None,
                "said": said,
            }
            for me in (ME, NOBODY)
            for said in SAID
        ),
        *(
            {
                "me": NOBODY,
                "others": (),
                "may": OwnMays(*6 * (False,)),
                "withdrawable": replace(WITHDRAWABLE, is_member=False),
                "erasing": replace(ERASING, returns=savings > 0),
                "gone": replace(WITHDRAWABLE, savings=savings),
                "said": "",
            }
            for savings in (0, 320_00)
        ),
    ],
    "web/records.html": [
        {"page": RecordsPage((), ()), "asked": None},
        {"page": RECORDS, "asked": MERGE_ASKED},
    ],
    "web/members.html": [
        {
            "members": LISTED,
            "may": MembersMays(*4 * (may,)),
            "said": "",
            "made": CODE if may else None,
            "bot": "saakh_bot",
            "link": "t.me/saakh_bot?start=claim_48219037",
        }
        for may in (True, False)
    ],
    "web/agreed.html": [
        {
            "group": replace(GROUP, language=language),
            "may": MembersMays(*4 * (may,)),
            "said": "",
        }
        for language in ("en", "hi")
        for may in (True, False)
    ],
    "web/welcome.html": [
        {"place": place, "is_link_old": is_link_old}
        for place in ("nowhere", "founding", "waiting", "left", "in")
        for is_link_old in (True, False)
    ],
    "web/_foot.html": [
        {"pages": ("standing", "points", "vouch", "passbook", "settings"), "current": "points"},
        {"pages": ("groups", "standing", "meetings", "waiting", "disputes"), "current": ""},
        {"pages": ("welcome", "settings"), "current": "welcome"},
    ],
    "web/groups.html": [
        {"groups": (), "said": ""},
        {"groups": (WAITING_ROW, ROW, YOUNG_ROW), "said": "admitted"},
    ],
    "web/disputes.html": [
        {"disputes": (), "of": "all", "said": ""},
        *({"disputes": DISPUTES, "of": of, "said": "recorded"} for of in ("", "all")),
    ],
}
