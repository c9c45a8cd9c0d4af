"""Example facts for the pages of loans."""

from dataclasses import replace
from datetime import date

from groups.calendar.model import Rhythm
from groups.charter.model.terms import Plan
from groups.lending.model.eligibility import Condition, ConditionChecked, Eligibility, Outlook
from groups.lending.model.pages import (
    FundShown,
    LoanForm,
    LoanLine,
    LoanMays,
    LoanMoved,
    LoanPage,
    LoansPage,
    NewSchedule,
    ScheduleLine,
    StepShown,
)
from groups.lending.model.proposal import Ballot, Preview
from groups.loans.model.loan import Loan, LoanState, LoanStep, Purpose
from groups.loans.model.terms import Instalment, Rate, Terms
from groups.loans.rules.arrears import Age
from groups.people.model.people import Name
from groups.registers.model.meeting import Register
from groups.registers.model.money import (
    Code,
    FineProposed,
    HandOverReady,
    LoanFund,
    MoneyKind,
    MoneyLine,
    MoneyPlace,
    RepaymentDue,
)
from tests.texts.examples.kinds import Examples
from tests.texts.examples.web_facts import CLOSED, DAY, GROUP, REGISTER

TERMS = Terms(3000_00, 6, Rate(200))
LOAN = Loan(
    *("l1", "g", "m4", LoanFund.OWN, TERMS, Purpose.TAILORING, LoanState.PROPOSED, 0, "2026-11"),
    *("m4", DAY, date(2026, 11, 27)),
)
LINE = LoanLine(LOAN, 4, "Phoolmati <Devi>", is_hers=False)
OUT = replace(LINE, left=500_00, due=60_00, due_day=DAY, late=1, closes=561_00)
OPEN = Ballot(LOAN, 7, 11, date(2026, 11, 27), needed=8)
SCHEDULE = tuple(Instalment(number, DAY, 500_00, 60_00) for number in range(1, 7))
NOTHING = LoanMays(vote=False, decide=False, cancel=False, confirm=False)
EVERYTHING = LoanMays(vote=True, decide=True, cancel=True, confirm=True, change=True, listen=True)
PAGE = LoanPage(
    line=LINE,
    group=GROUP,
    is_whole=True,
    words="A sewing <machine>",
    has_voice=True,
    proposed_by="Sunita",
    has_voted=True,
    may=EVERYTHING,
    missing="",
    confirmed=(),
    from_day=None,
)
LISTED = LoansPage(
    group=GROUP,
    is_member=True,
    may_vote=True,
    may_ask=True,
    may_propose=True,
    hers=(replace(LINE, is_hers=True),),
    ballots=(LINE, replace(LINE, is_hers=True)),
    agreed=(LINE,),
    out=tuple(replace(OUT, age=age) for age in Age),
    ended=(LINE,),
    at_risk=1250,
    free={LoanFund.OWN: 2000_00, LoanFund.DSC: 0, LoanFund.BANK_LOAN: 100_00},
)
NO_LOANS = replace(
    LISTED, hers=(), ballots=(), agreed=(), out=(), ended=(), may_propose=False, at_risk=0
)
FORM = LoanForm(
    own="m4",
    others=(Name("m2", 2, "Meena"),),
    funds=tuple(FundShown(fund, 100_00) for fund in LoanFund),
    months_most=24,
    grace_most=2,
    rhythm=Rhythm.MONTHLY.value,
    plan=Plan.EQUAL_INSTALMENT.value,
)
FILLED = {
    "member": "m2",
    "amount": "5000",
    "months": "6",
    "purpose": "tailoring",
    "words": "A <shop>",
    "fund": "own",
    "rhythm": "weekly",
    "plan": "equal_principal",
    "grace": "1",
}
BLANK = dict.fromkeys(FILLED, "")
_ASK = {
    "may": FORM,
    "form": BLANK,
    "preview": None,
    "outlook": None,
    "purposes": tuple(Purpose),
    "rhythms": tuple(Rhythm),
    "plans": tuple(Plan),
}


def _record(*, is_met: bool, weeks: int = 0) -> Eligibility:
    """Return a record with every condition met, or none."""
    reasons = tuple(ConditionChecked(one, 5, 5 if is_met else 6) for one in Condition)
    return Eligibility(reasons, conduct_weeks_missing=weeks, conduct_replaces=2)


def _in_state(state: LoanState) -> LoanLine:
    return replace(LINE, loan=replace(LOAN, state=state))


_OWED = RepaymentDue("l1", "m1", 1, "Phoolmati <Devi>", due=560_00, most=3060_00, late=0)
_LINES = (
    MoneyLine(MoneyKind.RECEIPT, 50_00, code=Code.BANK_INTEREST, text="March <b>"),
    MoneyLine(MoneyKind.FUND_RECEIVED, 5000_00, fund=LoanFund.DSC, place=MoneyPlace.BANK),
    MoneyLine(MoneyKind.SOCIAL_OUT, 100_00, "m1"),
    MoneyLine(MoneyKind.DEPOSIT, 100_00, "m1"),
)
LENDING = replace(
    REGISTER,
    repayments=(_OWED, replace(_OWED, due=0), replace(_OWED, late=60_00)),
    fines=tuple(
        FineProposed("m1", 1, "Meena", code, 5_00, is_confirmed=code is Code.LATE) for code in Code
    ),
    hand_overs=tuple(
        HandOverReady("l2", "m1", 1, "Meena", 3000_00, missing)
        for missing in ("", "cooling_off", "borrower", "office", "officers", "officer")
    ),
)
LENDING_CLOSED = replace(
    CLOSED,
    register=Register((), 2380_50, None, _LINES, ((500, 4), (50, 7)), is_read=True),
    repayments=(replace(_OWED, paid=500_00),),
    hand_overs=(HandOverReady("l2", "m1", 1, "Meena", 3000_00, is_given=True),),
)

EXAMPLES: Examples = {
    "web/loans.html": [
        *(
            {"page": page, "ballots": {"l1": OPEN}, "said": "", "is_turn": is_turn}
            for page in (LISTED, NO_LOANS, replace(LISTED, is_member=False))
            for is_turn in (True, False)
        ),
        {
            "page": replace(NO_LOANS, free=None),
            "ballots": {},
            "said": "cancelled",
            "is_turn": False,
        },
    ],
    "web/loan_ask.html": [
        _ASK,
        {**_ASK, "may": replace(FORM, others=())},
        {**_ASK, "may": replace(FORM, own=None, others=())},
        *(
            {
                **_ASK,
                "form": FILLED,
                "preview": Preview(TERMS, SCHEDULE[:count]),
                "outlook": outlook,
            }
            for count in (1, 6)
            for outlook in (
                Outlook(is_open=True, hers=_record(is_met=True)),
                Outlook(is_open=False, hers=_record(is_met=False, weeks=count)),
                Outlook(is_open=True, hers=None),
                Outlook(is_open=False, hers=None),
            )
        ),
    ],
    "web/loan.html": [
        *(
            {
                "page": replace(PAGE, line=_in_state(state), from_day=DAY, missing=missing),
                "ballot": replace(OPEN, is_carried=None if state is LoanState.PROPOSED else True),
                "said": said,
                "is_turn": False,
            }
            for state in LoanState
            for missing, said in (
                ("borrower", "voted"),
                ("office", ""),
                ("officers", "confirmed"),
                ("officer", ""),
                ("", ""),
            )
        ),
        *(
            {"page": PAGE, "ballot": OPEN, "said": said, "is_turn": True}
            for said in ("proposed", "decided", "voice_sent", "voice_not_sent")
        ),
        {
            "page": replace(
                PAGE,
                line=replace(_in_state(LoanState.APPROVED), is_hers=True),
                from_day=DAY,
                confirmed=("Sunita", "Meena"),
            ),
            "ballot": replace(OPEN, is_carried=False, yes=3, no=7, abstained=1),
            "said": "",
            "is_turn": False,
        },
        {
            "page": replace(
                PAGE,
                line=replace(LISTED.out[2], is_hers=True),
                may=NOTHING,
                schedule=tuple(ScheduleLine(it, DAY, it.number < 3) for it in SCHEDULE),
                moved=(
                    LoanMoved("k", DAY, "loan_waived", -500_00, -60_00, "A <reason>"),
                    LoanMoved("k", DAY, "loan_repaid", -500_00, 0, "", is_reversed=True),
                    LoanMoved("k", DAY, "loan_repaid", -500_00, 0, "", is_disputed=True),
                    LoanMoved("k", DAY, "loan_paid_out", 3000_00, 0, ""),
                ),
                spread=tuple(
                    NewSchedule(DAY, 500_00, months, "Sunita", "Meena", "A <reason>")
                    for months in (1, 6)
                ),
                steps=tuple(
                    StepShown(step, DAY, by, second, reason)
                    for step in LoanStep
                    for by, second, reason in (("", "", ""), ("Sunita", "Asha", "A <reason>"))
                ),
            ),
            "ballot": replace(OPEN, is_carried=True, yes=9, no=1, abstained=1),
            "said": "",
            "is_turn": False,
        },
    ],
}
