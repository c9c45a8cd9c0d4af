"""The contents of the pages of templates/web/, for the examples in `web`."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from groups.approvals.model import Request, RequestKind, RequestState
from groups.deciding.model import Change, Waits
from groups.disputes.model import DisputedLine, LineKind, OpenDispute
from groups.joining.acts.claims import CodeMade
from groups.joining.acts.leaving import Withdrawable
from groups.joining.acts.merging import MergeAsked
from groups.joining.model import LikelyPair, RecordBrief
from groups.meetings.model import Minutes
from groups.pages.model import (
    GroupPage,
    LadderStepShown,
    NextActShown,
    PassbookLine,
    PassbookPage,
    PillarShown,
    PointsLine,
    PointsPage,
    StandingShown,
)
from groups.people.model.group import Group, GroupState
from groups.people.model.people import ConsentLine, Member, MemberState, Name, Phone, Role, Tie
from groups.people.model.roster import Listed
from groups.privacy.model import AboutMe, TieLine
from groups.programme.model import GroupBrief, GroupWatched
from groups.registers.model.meeting import (
    CashReason,
    Counts,
    LineTwice,
    Mark,
    Meeting,
    MeetingState,
    PageLine,
    ReadAloud,
    Register,
    RegisterLine,
    RegisterPage,
    RegisterTwice,
)
from groups.registers.store.meetings import MeetingBrief
from groups.standing.model import CauseShown, GradePillar, GroupGrade
from groups.vouches.model.vouch import MyBoard, MyBoardRow, VouchGiven
from webapp import charts
from webapp.pages.joining_records import RecordsPage

DAY = date(2026, 11, 20)
NOON = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)

GROUP = Group(
    *("g", GroupState.ACTIVE, "Ekta", "Chunar", "hi", "Asia/Kolkata", 4, 660, 20_00),
    *("c", "token", "p1", "p0", DAY),
)
SUNITA = Member("m1", "g", "p1", 1, "Sunita", MemberState.ACTIVE, Phone.OWN, DAY, None)
DULARI = Member("m2", "g", "p2", 2, "Dulari", MemberState.WAITING, Phone.NONE, DAY, None)

# --- the group ----------------------------------------------------------------------------------

PILLARS = (
    GradePillar("meetings", 1740, {"held": 10, "due": 11, "present": 115, "expected": 120}),
    GradePillar("saving", 1740, {"done": 115, "due": 132}),
    GradePillar("lending", 800, {"lent": 4000_00, "lendable": 8000_00}),
    GradePillar("repayment", 2000, {"done": 4, "due": 4}),
    GradePillar("books", 2000, {"done": 10, "held": 10}),
)
YOUNG = (
    *PILLARS[:2],
    GradePillar("lending", None, {}),
    GradePillar("repayment", None, {}),
    PILLARS[4],
)
GRADE = GroupGrade(DAY, 9100, "A", PILLARS)
STANDING = GroupPage(
    group=GROUP,
    members=12,
    grade=GRADE,
    trend=(GroupGrade(DAY, None, None, YOUNG), GRADE),
    next_meeting=DAY,
    meetings_held=10,
    cash=2300_00,
    savings=2300_00,
    seal="025a28ce",
    open_meeting=None,
    may_hold_meeting=True,
    may_lend=True,
    may_moderate=False,
    may_see_loans=True,
    may_see_minutes=True,
    is_member=True,
    waiting=2,
    roles=frozenset({Role.PRESIDENT}),
)


def standing_of(page: GroupPage) -> dict[str, Any]:
    """Return the facts of the group's page of its standing."""
    marks = [grade.marks for grade in page.trend]
    return {"page": page, "bar": charts.bar, "trend": charts.trend(marks, "Ekta")}


# --- a member's own -----------------------------------------------------------------------------

CODES = ("came", "missed_meeting", "saved", "missed_saving", "paid_instalment", "broke_promise")
CODES_MORE = ("missed_instalment", "made_good", "sisters_word", "corrected", "older_weeks", "left")
CAUSES = tuple(CauseShown(code, 512, 5) for code in (*CODES, *CODES_MORE, "new_rules"))
POINTS = PointsPage(
    group=GROUP,
    name="Sunita",
    number=1,
    points=172_00,
    standing=560_00,
    standing_word=StandingShown.GROWING,
    next_reading=DAY,
    pillars=(
        PillarShown("meetings", 86_00, 235_00, 10, 10),
        PillarShown("saving", 87_00, 282_00, 9, 10),
        PillarShown("instalments", 0, 189_00, 0, 0),
        PillarShown("broken_promises", 0, 90_00, None, None),
        PillarShown("word", 0, 100_00, None, None),
    ),
    lines=(
        PointsLine(DAY, 161_00, 172_00, CAUSES, is_disputed=False),
        PointsLine(DAY, 161_00, 161_00, (), is_disputed=True),
    ),
    next_acts=(
        NextActShown("come", 8_30),
        NextActShown("save", 9_20),
        NextActShown("pay_instalment", 7_00),
        NextActShown("ask_for_a_word", None),
    ),
    ladder=LadderStepShown(1, 2000_00, 10_00, 5_00, 3, 2, 4),
)
PASSBOOK = PassbookPage(
    group=GROUP,
    name="Sunita",
    number=1,
    savings=200_00,
    lines=(
        PassbookLine("a", DAY, "reversal", 0, 20_00, 200_00, False, "counted twice"),
        PassbookLine("b", DAY, "saving", 20_00, 0, 220_00, True, None),
        PassbookLine("d", DAY, "merged", 20_00, 0, 220_00, False, None),
        PassbookLine("c", DAY, "saving", 20_00, 0, 200_00, False, None, is_disputed=True),
    ),
    older="17-1",
)
BOARD = MyBoard(
    group_id="g",
    rows=(
        MyBoardRow("m2", 2, "Meena", True, DAY, True),
        MyBoardRow("m3", 3, "Radha", False, None, False),
    ),
    beads_left=0,
    beads=5,
    counts=False,
    voice_weeks=12,
    days=180,
    next_reading=DAY,
)
GIVEN = VouchGiven(
    name="Meena",
    until_day=DAY,
    beads_left=4,
    beads=5,
    is_new=True,
    is_renewed=False,
    counts=False,
    voice_weeks=12,
    counts_from=DAY,
)

# --- meetings -----------------------------------------------------------------------------------

MEETING = Meeting("w1", "g", DAY, MeetingState.OPEN, "m1", "m1", 0)
LINES = tuple(
    PageLine(f"m{at}", at, "Meena", mark, 20_00, 20_00, 0) for at, mark in enumerate(Mark, 1)
)
REGISTER = RegisterPage(
    meeting=MEETING,
    held_by="Sunita",
    is_held_by_her=True,
    lines=LINES,
    cash_before=2300_00,
    cash_expected=2380_00,
    register=None,
    version=0,
    proxies=(ReadAloud(4, "Dulari", "Sunita"),),
)
CLOSED = replace(
    REGISTER,
    meeting=replace(MEETING, state=MeetingState.CLOSED, version=1),
    register=Register((), 2380_50, CashReason.FOUND),
    version=1,
)
ONCE = Register(
    tuple(RegisterLine(one.member_id, one.mark, one.saved, 0) for one in LINES), 2380_00
)
TWICE = RegisterTwice(
    CLOSED.meeting,
    lines=(
        LineTwice(1, "Meena", ONCE.lines[0], replace(ONCE.lines[0], mark=Mark.LATE)),
        LineTwice(2, "Radha", None, ONCE.lines[1]),
        LineTwice(3, "Kamla", ONCE.lines[2], None),
    ),
    recorded=ONCE,
    sent=replace(ONCE, cash_counted=2300_00, cash_reason=CashReason.UNKNOWN),
)
MINUTES = Minutes(
    *("w1", "g", DAY, 1, Counts(12, 9, 1, 1, 1, 220_00), 2520_00, 2520_00, None),
    *(2, "025a28ce", DAY, 660),
)
BRIEF = MeetingBrief("w1", DAY, MeetingState.CLOSED, 1, 10, 12, 220_00)

# --- two persons --------------------------------------------------------------------------------

CARD: dict[str, object] = {"request_id": "r1", "group": "Ekta", "asked_by": "Sunita"}
NAMED: dict[str, object] = {"member_id": "m2", "number": 2, "name": "Meena"}
CHANGE = Change(
    4,
    "Kamla",
    RegisterLine("m4", Mark.PRESENT, 20_00, 0),
    RegisterLine("m4", Mark.ABSENT, 0, 0),
)
CARDS: tuple[dict[str, object], ...] = (
    *({**CARD, **NAMED, "kind": "member", "how": how} for how in ("added", "joined")),
    *({**CARD, **NAMED, "kind": "leaving", "is_dead": is_dead} for is_dead in (True, False)),
    *(
        {**CARD, "kind": "kinship", "one": "Meena", "other": "Kamla", "act": act, "tie": tie.value}
        for act in ("declared", "ended")
        for tie in Tie
    ),
    *(
        {**CARD, **NAMED, "kind": "role", "role": role.value, "act": act}
        for act in ("given", "taken")
        for role in Role
    ),
    {**CARD, **NAMED, "kind": "pin"},
    {**CARD, **NAMED, "kind": "withdrawal", "holder": "Sunita"},
    *({**CARD, **NAMED, "kind": "claim", "phone": "M", "is_lost": lost} for lost in (True, False)),
    {**CARD, "kind": "cash", "day": "2026-11-20", "meeting_id": "w1", "expected": 1_00_000}
    | {"counted": 1_24_000, "difference": 24_000, "cash_reason": "found"},
    {**CARD, "kind": "register", "day": "2026-11-20", "reason": None, "meeting_id": "w1"},
)
WAITS = tuple(
    Waits(card, DAY, is_hers=at % 3 == 0, may_decide=at % 2 == 0) for at, card in enumerate(CARDS)
)
CORRECTION = Waits(
    {**CARDS[-1], "reason": "She was not there."},
    *(DAY, False, True, (CHANGE,), (2520_00, 2500_00)),
)


def decided_as(state: RequestState) -> dict[str, Any]:
    """Return the facts of the page of requests after one request was decided."""
    request = Request("r1", "g", RequestKind.ROLE, "m1", {}, None, state, "m1", NOON)
    return {"requests": (), "proxies": 2, "decided": request}


# --- settings -----------------------------------------------------------------------------------

ME = AboutMe(
    name="Sunita",
    is_named=True,
    language="hi",
    language_code="hi",
    has_account=True,
    is_reachable=True,
    is_facilitator=True,
    group=GROUP,
    member=SUNITA,
    joined_day=DAY,
    roles=tuple(Role),
    consents=(
        ConsentLine("given", "1", "hi", "self", NOON),
        ConsentLine("withdrawn", "1", "hi", "self", NOON),
    ),
    ties=(
        TieLine(Name("m3", 3, "Radha"), Tie.KIN),
        TieLine(Name("m4", 4, "Kamla"), Tie.HOUSEHOLD),
    ),
    counts={"meetings": 1, "saved_times": 1, "vouches_given": 1, "score_weeks": 1, "disputes": 0},
    pin_day=DAY,
)
CODE = CodeMade(GROUP, DULARI, "48219037", NOON)
_KIN: tuple[tuple[str, ...], ...] = ((), (), ("Meena", "Radha"))
_BRIEF = RecordBrief("m5", "p5", "g", "Ekta", 5, "Dulari Devi", has_phone=True, has_left=False)
_BRIEFS = (
    _BRIEF,
    replace(_BRIEF, member_id="m6", number=6, has_phone=False),
    replace(_BRIEF, member_id="m7", number=7, has_left=True),
    replace(_BRIEF, member_id="m8", group_id="h", group="Ujala"),
)
RECORDS = RecordsPage(
    tuple(LikelyPair(_BRIEFS[0], other, kin) for other, kin in zip(_BRIEFS[1:], _KIN, strict=True)),
    _BRIEFS,
)
MERGE_ASKED = MergeAsked(SUNITA, DULARI)
WITHDRAWABLE = Withdrawable("g", "Ekta", 7, 320_00, is_member=True)
NOBODY = replace(ME, group=None, member=None, joined_day=None, roles=(), consents=(), ties=())
LISTED = (
    Listed(SUNITA, tuple(Role)),
    Listed(DULARI, ()),
    Listed(replace(SUNITA, state=MemberState.FROZEN), ()),
)
ROW = GroupWatched(
    GroupBrief("g", "Ekta", "Chunar", "active", "t", 12),
    "A",
    DAY,
    1,
    1,
    2,
    2,
    1,
    ((DAY, -350_00),),
)
YOUNG_ROW = replace(ROW, letter=None, last_meeting=None, waiting=0, loans=0, disputes=0)
WAITING_ROW = replace(YOUNG_ROW, brief=replace(ROW.brief, state="waiting"))
SAID = ("", "asked", "unchanged", "left", "admitted", "refused", "recorded")
DISPUTES = tuple(
    OpenDispute("d1", "g", "Ekta", "m6", "Usha", 6, line, NOON)
    for line in (
        DisputedLine(LineKind.SCORE, DAY, causes=CAUSES, points=172_00),
        DisputedLine(LineKind.ENTRY, DAY, 20_00, meeting_id="w1"),
        DisputedLine(LineKind.ENTRY, DAY, -20_00),
        DisputedLine(LineKind.LOAN, DAY, -20_00),
        DisputedLine(LineKind.LINE, DAY, 0, Mark.ABSENT, "w1", is_put_right=True),
    )
)
