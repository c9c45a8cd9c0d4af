"""Who may open which page and send which form, with a session for the living group.

A row refuses everybody it does not name, and nothing changes. Pages over all groups of a
facilitator are shown to every facilitator, for her own groups.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from tests.rights.table_of_chat import (
    ALL,
    FACILITATOR,
    FACILITATORS,
    HEAD,
    MEMBERS,
    NOBODY,
    OF_THE_GROUP,
    OFFICERS,
    RECORDED,
    SOMEWHERE,
)

WAITING: Final = frozenset({"waiting"})
NO_TURN: Final = frozenset({"something else"})
ANOTHERS: Final = frozenset({"already_decided", "not_a_member"})


class Row(NamedTuple):
    """Who may, the form sent, and codes of refusals that are not about rights."""

    may: frozenset[str]
    form: Mapping[str, str] = MappingProxyType({})
    told: frozenset[str] = NOBODY


LOOKS: Final[dict[str, Row]] = {
    "/app/standing": Row(OF_THE_GROUP | FACILITATOR | HEAD),
    "/app/points": Row(RECORDED),
    "/app/vouch": Row(OF_THE_GROUP),
    "/app/passbook": Row(RECORDED),
    "/app/register": Row(OFFICERS | FACILITATOR),
    "/app/register/{meeting}": Row(OFFICERS | FACILITATOR),
    "/app/meetings": Row(OF_THE_GROUP | FACILITATOR),
    "/app/meetings/{closed}": Row(OF_THE_GROUP | FACILITATOR),
    "/app/members": Row(OF_THE_GROUP | FACILITATOR),
    "/app/agreed": Row(OF_THE_GROUP | FACILITATOR),
    "/app/pending": Row(RECORDED | WAITING | FACILITATOR),
    "/app/settings": Row(ALL),
    "/app/welcome": Row(ALL),
    "/app/waiting": Row(MEMBERS | FACILITATOR),
    "/app/proxies": Row(OFFICERS | FACILITATOR),
    "/app/books": Row(OF_THE_GROUP | FACILITATOR | HEAD),
    "/app/books/cash": Row(OFFICERS | FACILITATOR),
    "/app/funds": Row(OF_THE_GROUP | FACILITATOR | HEAD),
    "/app/share_out": Row(OFFICERS | FACILITATOR),
    "/app/opening": Row(OFFICERS | FACILITATOR),
    "/app/opening/form": Row(OFFICERS | FACILITATOR),
    "/app/loans": Row(OF_THE_GROUP | FACILITATOR),
    "/app/loans/ask": Row(OF_THE_GROUP | FACILITATOR),
    "/app/loans/{ballot}": Row(OF_THE_GROUP | FACILITATOR),
    "/app/loans/{lent}/change": Row(OFFICERS | FACILITATOR),
    "/app/turns": Row(MEMBERS | FACILITATOR),
    "/app/turns/{radha}": Row(MEMBERS | FACILITATOR),
    "/app/turns/{radha}/pin": Row(MEMBERS | FACILITATOR),
    "/app/groups": Row(FACILITATORS),
    "/app/groups/disputes": Row(FACILITATORS),
    "/app/groups/records": Row(FACILITATORS),
    "/app/disputes": Row(FACILITATOR),
    # The pages of a turn are shown to nobody without a turn.
    "/app/turn/consent": Row(NOBODY, told=NO_TURN),
    "/app/turn/home": Row(NOBODY, told=NO_TURN),
    "/app/turn/loans": Row(NOBODY, told=NO_TURN),
    "/app/turn/loans/{ballot}": Row(NOBODY, told=NO_TURN),
    "/app/turn/passbook": Row(NOBODY, told=NO_TURN),
    "/app/turn/pending": Row(NOBODY, told=NO_TURN),
    "/app/turn/points": Row(NOBODY, told=NO_TURN),
    "/app/turn/vouch": Row(NOBODY, told=NO_TURN),
    "/app/turn/waiting": Row(NOBODY, told=NO_TURN),
}
REGISTER: Final = {"register": "filled in"}  # the test fills it in
AGREED: Final = {"meeting_day": "4", "clock": "11:00", "saving": "30", "language": "hi"}
WORD: Final = {"member": "{radha}"}
PIN: Final = {"pin": "sun,moon,star,tree", "again": "sun,moon,star,tree"}
SHARED: Final = {"payout": "saved", "basis": "savings"}
LOAN: Final = {
    "member": "{radha}",
    "amount": "500",
    "months": "3",
    "purpose": "trade",
    "fund": "own",
}
FORMS: Final[dict[str, Row]] = {
    "/app/vouch/give": Row(MEMBERS, WORD),
    "/app/vouch/renew": Row(MEMBERS, WORD),
    "/app/vouch/withdraw": Row(OF_THE_GROUP, WORD),
    "/app/register/open": Row(OFFICERS),
    "/app/register/{meeting}/take": Row(OFFICERS),
    "/app/register/{meeting}/drop": Row(OFFICERS),
    "/app/register/{meeting}/close": Row(OFFICERS, REGISTER),
    "/app/register/{closed}/correct": Row(OFFICERS | FACILITATOR, REGISTER),
    "/app/agreed": Row(OFFICERS, AGREED),
    "/app/books/ledger": Row(OFFICERS | FACILITATOR, {"form": "pdf", "language": "hi"}),
    "/app/opening": Row(OFFICERS | FACILITATOR),
    "/app/opening/form": Row(OFFICERS | FACILITATOR, {"day": "2026-07-29"}),
    "/app/opening/send": Row(OFFICERS | FACILITATOR, {"language": "hi"}),
    "/app/members/add": Row(OFFICERS, {"name": "Rani Devi"}),
    "/app/members/code": Row(OFFICERS | FACILITATOR, {"member": "{phool}"}),
    "/app/members/role": Row(
        OFFICERS | FACILITATOR, {"member": "{radha}", "role": "treasurer", "act": "given"}
    ),
    "/app/proxies": Row(OFFICERS, {"giver": "{phool}", "receiver": "{radha}"}),
    "/app/dispute": Row(RECORDED, {"period": "2026-07-31"}),
    "/app/passbook/dispute": Row(RECORDED, {"entry": "meeting:{closed}:saving:{own}"}),
    "/app/disputes/{dispute}": Row(FACILITATOR, {"state": "upheld", "reason": "It is so."}),
    "/app/waiting/{request}/confirm": Row(MEMBERS | FACILITATOR),
    "/app/waiting/{request}/decline": Row(MEMBERS | FACILITATOR),
    "/app/settings/language": Row(ALL, {"language": "en"}),
    "/app/settings/tie": Row(MEMBERS, {"member": "{radha}", "tie": "kin", "act": "declare"}),
    "/app/settings/leave": Row(RECORDED | WAITING | SOMEWHERE, told=ANOTHERS),
    "/app/settings/undo": Row(FACILITATOR, {"pending": "{pending}"}),
    "/app/pending/{pending}/stop": Row(FACILITATOR),
    "/app/settings/withdraw": Row(RECORDED | WAITING, {"group": "{group}"}, told=ANOTHERS),
    "/app/turns/{radha}": Row(MEMBERS | FACILITATOR, {"pin": "sun,moon,star,tree"}),
    "/app/turns/{radha}/pin": Row(MEMBERS | FACILITATOR, PIN),
    "/app/turns/mine/allow": Row(MEMBERS, {"allow": "on"}),
    "/app/groups/{group}": Row(OF_THE_GROUP | FACILITATOR | HEAD),
    "/app/groups/{waits}/admit": Row(FACILITATORS),
    "/app/groups/{waits}/refuse": Row(FACILITATORS),
    "/app/groups/records": Row(
        FACILITATOR, {"kept": "{radha}", "gone": "{phool}", "reason": "The same woman."}
    ),
    "/app/proxies/{proxy}/confirm": Row(FACILITATOR),
    "/app/proxies/{proxy}/strike": Row(FACILITATOR),
    "/app/proxies/{proxy}/taken": Row(FACILITATOR),
    "/app/proxies/{proxy}/kept": Row(FACILITATOR),
    "/app/share_out": Row(OFFICERS | FACILITATOR, SHARED),
    "/app/share_out/preview": Row(OFFICERS | FACILITATOR, SHARED),
    "/app/share_out/undo": Row(OFFICERS | FACILITATOR, {"reason": "It is so."}),
    "/app/loans/preview": Row(OFFICERS, LOAN),
    "/app/loans/ask": Row(OFFICERS, LOAN),
    "/app/loans/{ballot}/vote": Row(MEMBERS, {"vote": "yes"}),
    "/app/loans/{carried}/decide": Row(FACILITATOR, {"word": "approve"}),
    "/app/loans/{approved}/cancel": Row(OFFICERS | FACILITATOR, {"reason": "It is so."}),
    "/app/loans/{approved}/confirm": Row(OFFICERS),
    "/app/loans/{ballot}/voice": Row(MEMBERS | FACILITATOR),
    "/app/loans/{lent}/dispute": Row(NOBODY, {"entry": "meeting:none"}),
    "/app/loans/{lent}/change/spread": Row(
        OFFICERS | FACILITATOR, {"months": "9", "word": "ask", "reason": "It is so."}
    ),
    "/app/loans/{lent}/change/let-off": Row(
        OFFICERS | FACILITATOR, {"principal": "9", "reason": "It is so."}
    ),
    "/app/loans/{lent}/change/write-off": Row(
        FACILITATOR, {"meeting": "{closed}", "yes": "9", "reason": "It is so."}
    ),
    "/app/turn/loans/{ballot}/vote": Row(NOBODY, {"vote": "yes"}, told=NO_TURN),
    "/app/turn/loans/{approved}/confirm": Row(NOBODY, told=NO_TURN),
    "/app/turn/consent/agree": Row(NOBODY, told=NO_TURN),
    "/app/turn/consent/withdraw": Row(NOBODY, told=NO_TURN),
    "/app/turn/dispute": Row(NOBODY, {"period": "2026-07-31"}, told=NO_TURN),
    "/app/turn/end": Row(NOBODY, told=NO_TURN),
    "/app/turn/passbook/dispute": Row(
        NOBODY, {"entry": "meeting:{closed}:saving:{own}"}, told=NO_TURN
    ),
    "/app/turn/pending/{pending}/stop": Row(NOBODY, told=NO_TURN),
    "/app/turn/vouch/give": Row(NOBODY, WORD, told=NO_TURN),
    "/app/turn/waiting/{request}/confirm": Row(NOBODY, told=NO_TURN),
}
