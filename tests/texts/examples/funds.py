"""Example facts for the words of the funds: balances, settlements, share-outs."""

from dataclasses import replace

from groups.deciding.model import Waits
from groups.funds.model.funds import FundBalance, FundsPage, SisterBalance
from groups.funds.model.sharing import (
    UNDONE,
    Basis,
    Payout,
    SharedOut,
    ShareOut,
    ShareOutPart,
    SharePage,
)
from groups.registers.model.meeting import CashReason, Register
from groups.registers.model.money import LoanFund, MoneyKind, MoneyLine, SettlementReady
from tests.texts.examples.chat import LINE
from tests.texts.examples.kinds import Examples, Facts
from tests.texts.examples.web_facts import CARD, CLOSED, DAY, GROUP, REGISTER
from webapp.pages.registers import money_facts

_WHO = ("m9", 9, "Usha <Devi>")
_SET_OFF = (("l1", 300_00), ("l2", 100_00))
SETTLING = replace(
    REGISTER,
    settlements=(
        SettlementReady(*_WHO, 1000_00, 400_00, _SET_OFF, 600_00),
        SettlementReady(*_WHO, 400_00, 900_00, _SET_OFF, 0),
        SettlementReady(*_WHO, 600_00, 0, (), 600_00),
    ),
)
_GIVEN_BACK = MoneyLine(MoneyKind.SAVING_OUT, 600_00, "m9")
SETTLED = replace(
    CLOSED,
    register=Register((), 2380_00, money=(_GIVEN_BACK,)),
    settlements=(SettlementReady(*_WHO, 600_00, 0, (), 600_00, is_settled=True),),
)
IN_SHARES = replace(
    REGISTER,
    lines=(replace(REGISTER.lines[0], saved=20_00, extra=5_00), *REGISTER.lines[1:]),
    share_value=20_00,
    shares_most=5,
    social=24_00,
)
_HERS = SisterBalance("m1", 1, "Sunita", 500_00, 0, 5)
_OTHER = SisterBalance("m9", 9, "Usha <Devi>", 300_00, 3060_00, 3)
_ALL = tuple(
    FundBalance(fund, 9000_00, 1000_00, 5000_00, 2000_00, lost, 3000_00, 4000_00)
    for lost, fund in enumerate(LoanFund)
)
FUNDS = FundsPage(
    *(GROUP, True, True),
    *(2300_00, 1000_00, 2300_00, 4000_00, 120_00, 213_50, 10_00),
    funds=_ALL,
    hers=_HERS,
    sisters=(_HERS, _OTHER),
    share_value=100_00,
)
YOUNG = FundsPage(
    *(GROUP, False, False), *(0, 0, 0, 0, 0, -20_00, -20_00), (), replace(_HERS, shares=0)
)
PARTS = (
    ShareOutPart("m1", 1, "Sunita", 500_00, 5, 133_44, 633_44),
    ShareOutPart("m9", 9, "Usha <Devi>", 300_00, 3, 80_06),
)
SHARED = ShareOut(Payout.ENDED, Basis.SHARES, 213_50, PARTS)
SHARING = SharePage(GROUP, 213_50, 2000_00, (Basis.SAVINGS,))
_SHARED = [
    {"payout": payout.value, "basis": basis.value, "total": total, "paid": 633_44, "members": 2}
    | {"reason": None}
    for payout in Payout
    for basis in Basis
    for total in (213_50, -213_50)
]
_UNDONE = {**_SHARED[0], "payout": UNDONE, "reason": "The <wrong> year"}
WAITS = tuple(
    Waits({**CARD, "kind": "share_out", **how}, DAY, False, True, parts=parts)
    for how in (*_SHARED[:2], _UNDONE, {**_UNDONE, "paid": 0})
    for parts in (PARTS, ())
)
_MOVED = tuple(
    (kind, 560_00)
    for kind in (
        *("repayment", "fine", "hand_over", "set_off"),
        *("saving_out", "social_in", "social_out"),
    )
)


def _sharing(page: SharePage, *, is_asked: bool = False) -> Facts:
    return {"page": page, "payouts": tuple(Payout), "is_asked": is_asked}


EXAMPLES: Examples = {
    "web/funds.html": [
        {"page": page}
        for page in (FUNDS, YOUNG, replace(FUNDS, share_value=0, bank=0, earned=0, hers=None))
    ],
    "web/share_out.html": [
        _sharing(SHARING),
        _sharing(SHARING, is_asked=True),
        _sharing(replace(SHARING, is_asked_for=True)),
        _sharing(
            replace(SHARING, last=SharedOut("r1", DAY, Payout.PAID, Basis.SAVINGS, 213_00, 213_00))
        ),
        *(
            _sharing(
                replace(
                    SHARING,
                    bases=tuple(Basis),
                    shared=replace(SHARED, payout=payout, basis=basis, total=total),
                )
            )
            for payout in Payout
            for basis in Basis
            for total in (213_50, -213_50)
        ),
    ],
    "web/waiting.html": [
        {"requests": WAITS, "decided": None, "proxies": 0},
    ],
    **{
        f"chat/{kind}.html": [
            {**LINE, "moved": _MOVED, "interest": interest, "owed": 3060_00}
            for interest in (0, -20_00, 20_00)
        ]
        for kind in ("saved_line", "corrected_line")
    },
    "chat/settled_line.html": [
        {"day": DAY.isoformat(), "balance": 0, "moved": _MOVED[3:5], "interest": 0, "owed": owed}
        for owed in (0, 60_00)
    ],
    "chat/confirm_share_out.html": [{**CARD, **how} for how in (*_SHARED, _UNDONE)],
    "chat/shared_out.html": [*_SHARED, _UNDONE],
    "chat/shared_out_hers.html": [
        {**_SHARED[0], "group": "Ekta", "amount": amount, "her_paid": paid, "balance": 0}
        for amount, paid in ((133_44, 633_44), (-20_00, 0))
    ]
    + [
        {**_UNDONE, "group": "Ekta", "amount": amount, "her_paid": -20_00, "balance": 0}
        for amount in (133_44, -133_44)
    ],
    "web/register.html": [
        {"page": page, "reasons": tuple(CashReason), "may_take": True, **money_facts(page)}
        for page in (SETTLING, SETTLED, IN_SHARES)
    ],
    "chat/refusals/not_enough_in_fund.html": [
        {"fund": fund, "available": 1_24_000_00} for fund in ("social", "bank", *LoanFund)
    ],
    "chat/refusals/not_enough_savings.html": [{"name": "Phoolmati", "available": 1_24_000_00}],
    "chat/refusals/nothing_to_share.html": [{}],
    "chat/refusals/not_shares.html": [{"name": "Phoolmati", "value": 100_00, "most": 5}],
    "chat/refusals/share_value_fixed.html": [{}],
}
