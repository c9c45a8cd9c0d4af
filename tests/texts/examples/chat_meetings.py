"""Example facts for the cards of a meeting held by buttons, and of decisions by two persons."""

from tests.texts.examples.chat import DAY, DIFFERS, NAME
from tests.texts.examples.kinds import Examples, Facts
from tests.texts.examples.web_facts import CARDS

SUMS: Facts = {"day": DAY, "came": 11, "members": 12, "collected": 24_000, "expected": 1_24_000}
MARKS = ("present", "late", "absent", "excused")
DIFFERENT = tuple((n, NAME, mark, 0) for n, mark in enumerate(MARKS, 1))

EXAMPLES: Examples = {
    "chat/meeting_today.html": [{"minute": 660}],
    "chat/meeting_missed.html": [{"day": DAY, "missed": missed} for missed in (1, 2, 5)],
    "chat/meetings_stopped.html": [
        {"group": "Ujala", "group_id": "g", "missed": missed, "last_held": held}
        for missed in (1, 2)
        for held in (DAY, None)
    ],
    "chat/register.html": [{**SUMS, "is_left_open": is_left} for is_left in (False, True)],
    "chat/register_pick.html": [SUMS],
    "chat/register_line.html": [
        {"number": 7, "name": NAME, "mark": mark, "due": 2000, "paid": 2050, "share": share}
        for mark, share in zip(MARKS, (0, 0, 0, 2000), strict=True)
    ],
    "chat/register_cash.html": [{**SUMS, "before": 1_00_000}],
    "chat/register_reason.html": [{**SUMS, "counted": 1_23_000}],
    "chat/register_check.html": [
        {
            **SUMS,
            "counted": 1_24_000,
            "cash_reason": None,
            "different": (),
            "proxies": ((4, "Dulari", "Sunita"), (8, "Phoolmati", "Meena")),
            "repaid": ((4, NAME, 560_00),),
            "hand_overs": ((8, NAME, 3000_00),),
        },
        *(
            {
                **SUMS,
                "counted": 1_24_000 + by,
                "cash_reason": reason,
                "different": DIFFERENT,
                "proxies": (),
                "repaid": (),
                "hand_overs": (),
            }
            for reason, by in DIFFERS
        ),
    ],
    "chat/register_cash_asked.html": [{**SUMS, "counted": 1_24_000}],
    "chat/request_decided.html": [
        *({"asked": card, "state": "confirmed"} for card in CARDS),
        *({"asked": CARDS[0], "state": state} for state in ("declined", "lapsed")),
        *({"asked": card, "state": "declined"} for card in CARDS if card["kind"] == "withdrawal"),
    ],
    "chat/register_held.html": [{"name": NAME, "may_take": may} for may in (True, False)],
}
