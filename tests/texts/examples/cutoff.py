"""Example facts for the words of an old group's books: the sheet, its faults, what waits."""

from dataclasses import replace
from datetime import date, timedelta

from groups.approvals.model import Request, RequestKind, RequestState
from groups.deciding.model import Waits
from groups.loans.model.loan import Purpose
from groups.oldbooks.acts import OpeningPage, Waiting
from groups.oldbooks.model import (
    COLUMNS,
    Assumed,
    Column,
    Cutoff,
    OldLoan,
    OldMark,
    OldMember,
    OldRepaid,
    SheetFault,
    SheetPart,
    Wrong,
)
from groups.oldbooks.store import Opening
from groups.registers.model.meeting import Mark
from groups.registers.model.money import LoanFund
from papers.cutoff_sheet import choices
from tests.texts.examples.kinds import Examples, Facts
from tests.texts.examples.web_facts import DAY, GROUP, NOON, SUNITA

CARD: Facts = {
    "group": "Ujala & Co",
    "asked_by": "सुनीता <Devi>",
    "day": "2026-11-18",
    "members": 12,
    "new": 6,
    "savings": 12_480_00,
    "lent": 9_500_00,
    "cash": 1_500_00,
    "bank": 4_500_00,
    "social": 20_00,
    "earned": -5_00,
    "funds": {"dsc-grant": 2_000_00, "bank-loan": 50_000_00},
    "saved": [[n, 1_040_00] for n in range(1, 62)],
    "owed": [[n, "own", 500_00] for n in range(1, 32)],
    "assumed": [
        ["bank", []],
        ["since", [1, 2, 3]],
        ["fund", [4]],
        ["percent", [4, 5]],
        ["rate_for", [6]],
    ],
    "reason": None,
}
ONE: Facts = {**CARD, "members": 1, "new": 1}
NONE: Facts = {
    **CARD,
    "new": 0,
    "owed": [],
    "assumed": [],
    "saved": [[1, 0]],
    "funds": {},
    "reason": "A loan was <forgotten>",
}
WORDS = {str(code): str(code) for code in (*SheetPart, *Column, "percent_a_month")}
FAULTS = tuple(
    SheetFault(part, row, column, wrong, "1,,0 <x>", 500_00, 700_00, "C" if row else "")
    for wrong in Wrong
    if wrong is not Wrong.FEW_MARKS
    for part, row, column in ((SheetPart.LOANS, 4, Column.LEFT), (SheetPart.GROUP, 0, None))
)
FORM_FAULTS = (
    *(SheetFault(SheetPart.MEETINGS, 1, Column.MEETING, Wrong.FEW_MARKS, told) for told in "13"),
    SheetFault(None, 0, None, Wrong.UNKNOWN_SHEET, "Notes <1>"),
)
OLD = Cutoff(
    day=DAY,
    cash=1_500_00,
    bank=0,
    social=20_00,
    earned=-5_00,
    funds={LoanFund.DSC: 2_000_00},
    members=(OldMember(1, "Sunita", DAY, 1_040_00, "m1"), OldMember(2, "Meena <Devi>", DAY, 0)),
    loans=(
        OldLoan(1, LoanFund.DSC, Purpose.TRADE, 2_000_00, DAY, 500_00, 1),
        OldLoan(2, LoanFund.OWN, Purpose.HEALTH, 2_000_00, DAY, 500_00, 6, 150),
    ),
    repaid=(OldRepaid(1, LoanFund.OWN, 500_00, DAY, DAY),),
    marks=(OldMark(1, DAY, Mark.PRESENT, has_saved=True),) * 2,
    assumed=(Assumed(Column.BANK), Assumed(Column.SINCE, (1, 2)), Assumed(Column.FUND, (2,))),
)
REQUEST = Request("r1", "g", RequestKind.CUTOFF, "g", {}, None, RequestState.WAITING, "m1", NOON)
PAGE = OpeningPage(GROUP, (SUNITA,), True, None, None)
WAITING = Waiting(REQUEST, OLD, is_hers=False, may_decide=True)
OPENED = Opening("o", "g", 1, DAY, "m1", "m2")
PAGES = (
    PAGE,
    replace(PAGE, may_begin=False),
    replace(PAGE, may_begin=False, opening=OPENED),
    replace(PAGE, opening=OPENED),
    replace(PAGE, waiting=WAITING),
    replace(PAGE, waiting=replace(WAITING, cutoff=replace(OLD, members=OLD.members[:1], loans=()))),
    replace(PAGE, waiting=replace(WAITING, is_hers=True, may_decide=False, reason="A <slip>")),
    replace(PAGE, waiting=replace(WAITING, may_decide=False)),
)


def _form(language: str, filled: dict[str, str], faults: tuple[SheetFault, ...]) -> Facts:
    return {
        "page": PAGE,
        "filled": filled,
        "faults": faults,
        "words": WORDS,
        "columns": COLUMNS,
        "rows": [(1, "Sunita"), (2, "")],
        "loan_rows": 2,
        "yesterday": DAY,
        "held": [DAY - timedelta(days=7 * n) for n in range(12)],
        "funds": choices(Column.FUND, language),
        "purposes": choices(Column.PURPOSE, language),
        "times": choices(Column.RATE_FOR, language),
    }


FILLED = {
    "day": date(2026, 11, 18).isoformat(),
    "members-2-name": "Meena",
    "loans-1-lent": "500",
    "loans-1-fund": "own",
    "loans-1-purpose": "trade",
    "loans-1-rate_for": "year",
}

EXAMPLES: Examples = {
    "books/cutoff_word.html": [
        {"code": code}
        for code in (
            *WORDS,
            "rate_month",
            "rate_year",
            *(f"hint_{part.value}" for part in SheetPart),
        )
    ],
    "chat/confirm_cutoff.html": [CARD, ONE, NONE],
    "chat/opening.html": [CARD, ONE],
    "chat/opening_hers.html": [{**CARD, "left": 0}, {**CARD, "left": 500_00}],
    "chat/opening_sheet.html": [{}],
    "chat/opening_asked.html": [CARD],
    "chat/opening_faults.html": [
        {"faults": FAULTS[:12], "more": 3},
        {"faults": FAULTS[12:24], "more": 0},
        {"faults": FAULTS[24:36], "more": 0},
        {"faults": FAULTS[36:48], "more": 0},
        {"faults": FAULTS[48:56], "more": 0},
        {"faults": FAULTS[56:], "more": 0},
        {"faults": FORM_FAULTS, "more": 0},
        {"faults": FAULTS[:1], "more": 0},
    ],
    "chat/refusals/books_begun.html": [{}],
    "chat/refusals/not_a_sheet.html": [{}],
    "chat/refusals/save_as_workbook.html": [{}],
    "chat/refusals/sheet_too_large.html": [{}],
    "chat/refusals/sheet_waits.html": [{}],
    "chat/request_decided.html": [{"asked": {**CARD, "kind": "cutoff"}, "state": "confirmed"}],
    "web/waiting.html": [
        {
            "requests": tuple(
                Waits({**card, "kind": "cutoff", "request_id": "r1"}, DAY, is_hers, not is_hers)
                for card, is_hers in ((CARD, True), (NONE, False))
            ),
            "decided": None,
            "proxies": 0,
        }
    ],
    "web/opening.html": [
        {"page": page, "said": said, "words": WORDS}
        for page, said in zip(PAGES, ("", "sent", "no_chat", "asked", *[""] * 4), strict=True)
    ],
    "web/opening_faults.html": [
        {"faults": FAULTS + FORM_FAULTS},
        {"faults": FAULTS[:1]},
    ],
    "web/opening_form.html": [
        {**_form("en", {}, ()), "page": replace(PAGE, opening=OPENED)},
        _form("en", {}, ()),
        _form("hi", FILLED, FAULTS),
    ],
}
