"""Example facts for the words of changed loans: waived, rescheduled, written off."""

from datetime import date

from groups.deciding.model import Waits
from groups.lending.acts.changes import ChangeForm, Heard
from groups.lending.facts.approvals import LOAN_CHANGES
from groups.loans.rules.outstanding import Owed
from groups.people.model.people import Member, MemberState, Phone
from tests.texts.examples.kinds import Examples
from tests.texts.examples.web_facts import CARD, DAY, NAMED
from tests.texts.examples.web_loans import LOAN, SCHEDULE

REASON = "Her buffalo <died>"
_CHANGED = ("interest", "principal", "months", "grace_months", "yes", "no", "day")
NOTHING: dict[str, object] = {**dict.fromkeys(_CHANGED)}
_ALL: dict[str, object] = {**CARD, **NAMED, **NOTHING, "loan_id": "l1", "reason": REASON}
LET_OFF = (
    {**_ALL, "kind": "waiver", "interest": 60_00, "principal": 0},
    {**_ALL, "kind": "waiver", "interest": 0, "principal": 500_00},
)
SPREAD = tuple(
    {**_ALL, "kind": "reschedule", "months": months, "grace_months": months - 1}
    for months in (1, 2, 3)
)
LOST = {**_ALL, "kind": "write_off", "yes": 9, "no": 1, "day": "2027-05-22"}
CARDS = (*LET_OFF, *SPREAD, LOST)
BORROWER = Member(
    *("m4", "g", "p4", 4, "Phoolmati <Devi>", MemberState.ACTIVE, Phone.OWN),
    *(date(2026, 1, 1), None),
)
FORM = ChangeForm(
    LOAN,
    BORROWER,
    Owed(2500_00, 60_00),
    24,
    2,
    (Heard("w1", DAY, 9), Heard("w2", DAY, 1)),
    tuple(sorted(LOAN_CHANGES)),
)
BLANK = {"months": "", "grace": "0", "reason": ""}
_HERS = {"group": "Ujala & Co", "amount": 3000_00, "reason": REASON, **NOTHING}

EXAMPLES: Examples = {
    "chat/loan_voice.html": [{"number": 4, "name": "Phoolmati <Devi>", "amount": 3000_00}],
    "chat/alerts/voice_sent.html": [{"is_sent": is_sent} for is_sent in (True, False)],
    "chat/confirm_waiver.html": LET_OFF,
    "chat/confirm_reschedule.html": SPREAD,
    "chat/confirm_write_off.html": [LOST],
    "chat/loan_changed_hers.html": [
        *({**_HERS, **card, "act": card["kind"]} for card in CARDS),
        {**_HERS, "act": "write_off", "reason": None},
    ],
    "chat/request_decided.html": [{"asked": card, "state": "confirmed"} for card in CARDS],
    "chat/refusals/waives_too_much.html": [{"interest": 60_00, "principal": 1_24_000_00}],
    "chat/refusals/only_interest_left.html": [{}],
    "chat/refusals/spread_since.html": [{"name": "Phoolmati <Devi>"}],
    "chat/refusals/written_off_since.html": [{"name": "Phoolmati <Devi>"}],
    "chat/refusals/spent_since.html": [{}],
    "chat/refusals/not_carried.html": [{"yes": 3, "needed": 8}],
    "chat/refusals/bad_answer.html": [{"field": "votes"}, {"field": "meeting"}],
    "web/waiting.html": [
        {
            "requests": tuple(Waits(card, DAY, is_hers=False, may_decide=True) for card in CARDS),
            "proxies": 0,
            "is_member": True,
            "decided": None,
        }
    ],
    "web/loan_change.html": [
        {"form": FORM, "typed": BLANK, "lines": (), "asked": True},
        {
            "form": ChangeForm(LOAN, BORROWER, Owed(1, 0), 24, 2, (), ()),
            "typed": {"months": "6", "grace": "1", "reason": REASON},
            "lines": SCHEDULE,
            "asked": False,
        },
    ],
}
