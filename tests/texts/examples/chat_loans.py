"""Example facts for the words of loans: requests, ballots, facilitators, reminders."""

from groups.lending.model.eligibility import Condition
from groups.lending.rules.lending import BALLOT_OVER
from groups.loans.model.loan import LoanState, Purpose
from groups.registers.model.money import LoanFund
from tests.texts.examples.kinds import Examples

NAME = "सुनीता <Devi> Kumari Vishwakarma"
DAY = "2027-05-22"
RECORD = {"savings": 1_234_00, "points": 253_40, "late": 0, "free": 8_000_00, "group_late": 0.034}
LOAN = {
    "loan_id": "l1",
    "group": "Ujala & Co",
    "token": "abc",
    "number": 7,
    "name": NAME,
    "amount": 5_000_00,
    "months": 6,
    "fund": "own",
    "purpose": "tailoring",
    "words": "A sewing <machine>",
    "has_voice": True,
    "state": "proposed",
    "until": DAY,
    "from_day": None,
    "voted": 7,
    "voters": 11,
    "needed": 8,
    "yes": None,
    "no": None,
    "abstained": None,
    "reason": None,
}
_UNCOUNTED = {"voted": None, "voters": None, "needed": None}
BARE = {**LOAN, "words": None, "has_voice": False, "months": 1, **_UNCOUNTED}
QUEUED_BEFORE = {key: fact for key, fact in LOAN.items() if key != "needed"}
COUNTED = {**LOAN, "yes": 8, "no": 2, "abstained": 1, "state": "carried", "from_day": DAY}
APPROVED = {**COUNTED, "state": "approved"}
REASON = {**LOAN, "reason": "Less & sooner"}
HERS = {"id": "l1", "amount": 5_000_00, "months": 6, "from_day": DAY, "left": 0, "late": 0}
OUT = {"left": 3_000_00, "due": 560_00, "due_day": DAY, "closes": 3_060_00}
ASKED = {
    "number": 7,
    "name": NAME,
    "for_other": False,
    "amount": 5_000_00,
    "months": 6,
    "purpose": None,
    "fund": None,
    "words": None,
    "has_voice": False,
    "unread": False,
    "funds": ["own", "dsc-grant"],
}
CHECKED = {
    **ASKED,
    "purpose": "tailoring",
    "fund": "own",
    "instalments": 6,
    "first": 892_63,
    "interest": 355_78,
    "conduct_weeks_missing": 0,
    "conduct_replaces": 0,
    "more": ["fund"],
}
DUE = {"loan_id": "l1", "day": DAY, "amount": 892_63, "left": 5_000_00, "signed": "Asha & Bina"}


def _reasons(*, is_met: bool, missing: int) -> list[list[object]]:
    return [[it.value, 2, 2 + missing, is_met, missing] for it in Condition]


EXAMPLES: Examples = {
    "chat/loan_ballot.html": [
        LOAN,
        BARE,
        QUEUED_BEFORE,
        *({**LOAN, "state": it.value} for it in LoanState),
    ],
    "chat/loan_ballot_hers.html": [{**it, "asked_by": "Sunita <1>"} for it in (LOAN, BARE)],
    "chat/loan_carried.html": [COUNTED, APPROVED, {**LOAN, "state": "carried"}],
    "chat/loan_rejected.html": [COUNTED, LOAN],
    "chat/loan_cancelled.html": [LOAN],
    "chat/loan_cancelled_hers.html": [REASON],
    "chat/loan_carried_hers.html": [COUNTED, APPROVED, {**LOAN, "state": "carried"}],
    "chat/loan_rejected_hers.html": [COUNTED],
    "chat/loan_approved_hers.html": [APPROVED],
    "chat/loan_returned_hers.html": [REASON],
    "chat/loan_decide.html": [
        *({**COUNTED, "fund": fund.value} for fund in LoanFund),
        *({**BARE, "purpose": it.value} for it in Purpose),
        *({**COUNTED, "record": {**RECORD, "late": late}} for late in (0, 40_00)),
    ],
    "chat/loan_confirm.html": [{**APPROVED, "is_hers": is_hers} for is_hers in (True, False)],
    "chat/loan_return.html": [{}],
    "chat/loan_cancel.html": [{"loan_id": "l1", "is_hers": is_hers} for is_hers in (True, False)],
    "chat/loan_decided.html": [
        {**LOAN, "state": it} for it in ("approved", "returned", "cancelled")
    ],
    "chat/loan_confirmed.html": [
        {**LOAN, "missing": missing, "from_day": DAY}
        for missing in ("borrower", "office", "officers", "officer", "")
    ],
    "chat/loan_list.html": [
        {"loans": [], "ballots": [], "may_ask": False},
        {
            "loans": [
                *({**HERS, "state": it} for it in ("proposed", "carried", "approved")),
                {**HERS, "state": "paid_out", **OUT, "late": 560_00},
                {**HERS, "state": "paid_out", **OUT, "due_day": None, "months": 1},
            ],
            "ballots": [["l2", 3, NAME]],
            "may_ask": True,
        },
    ],
    "chat/loan_ask.html": [
        {**ASKED, "amount": None, "months": None, "step": "amount"},
        {**ASKED, "amount": None, "months": None, "step": "amount", "unread": True},
        {**ASKED, "months": None, "step": "months", "for_other": True},
        {**ASKED, "step": "purpose", "words": "Kiosk"},
        {**ASKED, "step": "fund", "months": 1},
    ],
    "chat/loan_check.html": [
        {**CHECKED, "reasons": _reasons(is_met=True, missing=0), "is_open": True},
        {**CHECKED, "reasons": [], "is_open": True, "for_other": True},
        {**CHECKED, "reasons": [], "is_open": False, "for_other": True},
        {
            **CHECKED,
            "reasons": _reasons(is_met=False, missing=3),
            "is_open": False,
            "conduct_weeks_missing": 4,
            "conduct_replaces": 2,
        },
        {
            **CHECKED,
            "instalments": 1,
            "reasons": _reasons(is_met=False, missing=1),
            "is_open": False,
            "conduct_weeks_missing": 1,
            "conduct_replaces": 1,
        },
    ],
    "chat/loan_asked.html": [LOAN],
    "chat/loan_due_soon.html": [DUE, {**DUE, "left": 892_63}],
    "chat/loan_due_past.html": [DUE],
    "chat/alerts/reminders.html": [{"wants": True}, {"wants": False}],
    "chat/alerts/voted.html": [
        {"said": said, "until": DAY, "is_over": is_over}
        for said in ("yes", "no", "abstain")
        for is_over in (True, False)
    ],
    "chat/refusals/bad_answer.html": [{"field": "amount"}, {"field": "months"}],
    "chat/refusals/not_eligible.html": [
        {"missing": ()},
        {"missing": ("savings",)},
        {"missing": tuple(it.value for it in Condition)},
    ],
    "chat/refusals/loan_moved_on.html": [{"state": it} for it in (*LoanState, BALLOT_OVER)],
    "chat/refusals/borrower_votes.html": [{}],
    "chat/refusals/not_enough_cash.html": [{"available": 1_24_000_00}],
    "chat/refusals/not_handed_over.html": [
        {"why": why, "name": NAME}
        for why in ("cooling_off", "borrower", "office", "officers", "officer")
    ],
    "chat/refusals/paid_since.html": [{"name": NAME}],
}
