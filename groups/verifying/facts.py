"""The tables of acts that are linked into the chains, as `verify` reads them again."""

from typing import Final

from groups.charter.store import CHARTERS
from groups.funds.store import SHARE_OUTS
from groups.lending.store.ballots import LOAN_CONFIRMATIONS, LOAN_VOTES
from groups.loans.store.loan_books import LOAN_INTEREST, LOAN_PAYMENTS, LOAN_WAIVERS
from groups.loans.store.loans import LOAN_STEPS_TAKEN, LOAN_TERMS, LOANS
from groups.oldbooks.store import OPENING_LINES, OPENING_MEMBERS, OPENING_REPAID, OPENINGS
from groups.people.store.consents import CONSENTS
from groups.people.store.facilitators import FACILITATORS
from groups.people.store.group_acts import GROUP_ACTS
from groups.people.store.kinships import KINSHIPS
from groups.people.store.members import MEMBER_ACTS
from groups.people.store.record_acts import RECORD_ACTS
from groups.people.store.roles import ROLES
from groups.registers.store.register_money import REGISTER_MONEY
from groups.registers.store.registers import REGISTER_LINES, REGISTERS
from groups.standing.store.carried_defaults import CARRIED_DEFAULTS
from groups.standing.store.runs import RESULT_ROWS, RUN_ROWS
from groups.turns.store.pins import PIN_ACTS
from groups.turns.store.turns import TURN_ACTS
from groups.vouches.store.proxies import PROXIES
from groups.vouches.store.vouches import VOUCH_ENDS, VOUCHES
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
    Digested("loans", LOANS + " ORDER BY 1, 2"),
    Digested("loan_terms", LOAN_TERMS + " ORDER BY 1, 2"),
    Digested("loan_steps", LOAN_STEPS_TAKEN + " ORDER BY 1, 2"),
    Digested("loan_votes", LOAN_VOTES + " ORDER BY 1, 2"),
    Digested("loan_confirmations", LOAN_CONFIRMATIONS + " ORDER BY 1, 2"),
    Digested("loan_interest", LOAN_INTEREST + " ORDER BY 1, 2"),
    Digested("loan_payments", LOAN_PAYMENTS + " ORDER BY 1, 2"),
    Digested("loan_waivers", LOAN_WAIVERS + " ORDER BY 1, 2"),
    Digested("carried_defaults", CARRIED_DEFAULTS + " ORDER BY 1, 2"),
    Digested("register_money", REGISTER_MONEY + " ORDER BY 1, 2"),
    Digested("openings", OPENINGS + " ORDER BY 1, 2"),
    Digested("opening_members", OPENING_MEMBERS + " ORDER BY 1, 2"),
    Digested("opening_lines", OPENING_LINES + " ORDER BY 1, 2"),
    Digested("opening_repaid", OPENING_REPAID + " ORDER BY 1, 2"),
    Digested("share_outs", SHARE_OUTS + " ORDER BY 1, 2"),
)
