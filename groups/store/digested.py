"""The tables of acts that are linked into the chains, as `verify` reads them again."""

from typing import Final

from groups.store.charters import CHARTERS
from groups.store.consents import CONSENTS
from groups.store.facilitators import FACILITATORS
from groups.store.group_acts import GROUP_ACTS
from groups.store.kinships import KINSHIPS
from groups.store.members import MEMBER_ACTS
from groups.store.pins import PIN_ACTS
from groups.store.proxies import PROXIES
from groups.store.records import RECORD_ACTS
from groups.store.registers import REGISTER_LINES, REGISTERS
from groups.store.roles import ROLES
from groups.store.runs import RESULT_ROWS, RUN_ROWS
from groups.store.turns import TURN_ACTS
from groups.store.vouches import VOUCH_ENDS, VOUCHES
from ledger.findings import Digested

DIGESTED: Final = (
    Digested("charters", CHARTERS + " ORDER BY 1, 2"),
    Digested("member_acts", MEMBER_ACTS + " ORDER BY 1, 2"),
    Digested("group_acts", GROUP_ACTS + " ORDER BY 1, 2"),
    Digested("consents", CONSENTS + " ORDER BY 1, 2"),
    Digested("kinships", KINSHIPS + " ORDER BY 1, 2"),
    Digested("roles", ROLES + " ORDER BY 1, 2"),
    Digested("facilitators", FACILITATORS + " ORDER BY 1, 2"),
    Digested("vouches", VOUCHES + " ORDER BY 1, 2"),
    Digested("vouch_ends", VOUCH_ENDS + " ORDER BY 1, 2"),
    Digested("proxies", PROXIES + " ORDER BY 1, 2"),
    Digested("pin_acts", PIN_ACTS + " ORDER BY 1, 2"),
    Digested("turn_acts", TURN_ACTS + " ORDER BY 1, 2"),
    Digested("record_acts", RECORD_ACTS + " ORDER BY 1, 2"),
    Digested("registers", REGISTERS + " ORDER BY 1, 2"),
    Digested("register_lines", REGISTER_LINES + " ORDER BY 1, 2"),
    Digested("score_runs", RUN_ROWS + " ORDER BY 1, 2"),
    Digested("score_results", RESULT_ROWS + " ORDER BY 1, 2"),
)
