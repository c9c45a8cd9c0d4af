"""The approvals of joining: a new member, a leaving, a tie, an office, a claimed record.

A record that has an account already waits before it moves (`MOVE`), a name before it is erased
(`ERASURE`), a death before it counts (`DEATH`), and two records before they are merged (`MERGE`).
Consent that is taken back in a turn waits for a second person, but not for ever
(`WITHDRAWAL_WAIT`).
"""

from datetime import timedelta
from typing import Final

from groups.approvals.facts import Approval, member_facts
from groups.approvals.model import AskedFirst, Request, RequestKind
from groups.approvals.rules import SUBJECT, Case, SecondPerson
from groups.messages.model import Facts
from groups.pending.model import Delay, PendingKind
from groups.people.facts.names import name_of, read_member
from groups.people.model.people import Phone
from groups.people.rules.rights import Right
from groups.people.store.persons import select_person
from storage.tx import Tx


def _member_facts(tx: Tx, request: Request) -> Facts:
    return {**member_facts(tx, request.subject), "how": str(request.body["how"])}


def _leaving_facts(tx: Tx, request: Request) -> Facts:
    return {
        **member_facts(tx, request.subject),
        "erases": bool(request.body.get("erases")),
        "is_dead": bool(request.body.get("is_dead")),
    }


def _kinship_facts(tx: Tx, request: Request) -> Facts:
    body = request.body
    one, other = read_member(tx, body["one_id"]), read_member(tx, body["other_id"])
    return {
        "one": one.name,
        "one_number": one.number,
        "other": other.name,
        "other_number": other.number,
        "tie": str(body["tie"]),
        "act": str(body["act"]),
    }


def _role_facts(tx: Tx, request: Request) -> Facts:
    body = request.body
    named = member_facts(tx, str(body["member_id"]))
    return {**named, "role": str(body["role"]), "act": str(body["act"])}


def _withdrawal_facts(tx: Tx, request: Request) -> Facts:
    return {**member_facts(tx, request.subject), "holder": name_of(tx, request.body["held_by"])}


def _claim_facts(tx: Tx, request: Request) -> Facts:
    claimer = select_person(tx, str(request.body["person_id"]))
    return {
        **member_facts(tx, request.subject),
        "phone": claimer.name if claimer else "",
        "is_lost": read_member(tx, request.subject).phone is Phone.OWN,
    }


# Any member may confirm a member whom another added. A member who joined without being
# seen in the chat is confirmed by an office-bearer, while there is one.
MEMBER: Final = Approval(
    RequestKind.MEMBER,
    _member_facts,
    SecondPerson(AskedFirst.ANY_MEMBER, pictures_suffice=True),
    cases=(
        Case(
            field="how",
            value="joined",
            second=SecondPerson(
                AskedFirst.OFFICERS,
                right=Right.CONFIRM_JOINING,
                right_without_officers=Right.CONFIRM,
                pictures_suffice=True,
            ),
        ),
    ),
)

# For a member without a phone; an office-bearer confirms that a member has died.
LEAVING: Final = Approval(
    RequestKind.LEAVING,
    _leaving_facts,
    SecondPerson(AskedFirst.ANY_MEMBER),
    cases=(
        Case(
            field="is_dead",
            value=True,
            second=SecondPerson(
                AskedFirst.OFFICERS_ALONE,
                right=Right.CONFIRM_CLAIM,
                favours=(SUBJECT,),
            ),
        ),
        Case(
            field="erases",
            value=True,
            second=SecondPerson(AskedFirst.ANY_MEMBER),
        ),
    ),
)

# A tie makes vouches between the two weigh less: either may confirm that it exists, only a
# third person that it does not.
_PAIR: Final = ("one_id", "other_id")
KINSHIP: Final = Approval(
    RequestKind.KINSHIP,
    _kinship_facts,
    SecondPerson(AskedFirst.NEAR, named=_PAIR, pictures_suffice=True),
    cases=(
        Case(
            field="act",
            value="ended",
            second=SecondPerson(AskedFirst.NEAR, named=_PAIR, favours=_PAIR, pictures_suffice=True),
        ),
    ),
)

# The member who gets the office cannot confirm it herself.
ROLE: Final = Approval(
    RequestKind.ROLE,
    _role_facts,
    SecondPerson(AskedFirst.NEAR, pictures_suffice=True),
    cases=(
        Case(
            field="act",
            value="given",
            second=SecondPerson(AskedFirst.NEAR, favours=("member_id",), pictures_suffice=True),
        ),
    ),
)

CLAIM: Final = Approval(
    RequestKind.CLAIM,
    _claim_facts,
    SecondPerson(
        AskedFirst.OFFICERS_ALONE,
        right=Right.CONFIRM_CLAIM,
        favours=(SUBJECT,),
    ),
)

# She asks for it herself, in her turn; whose phone it is does not say that it is she.
WITHDRAWAL: Final = Approval(
    RequestKind.WITHDRAWAL,
    _withdrawal_facts,
    SecondPerson(AskedFirst.NEAR, favours=(SUBJECT, "held_by")),
)

MOVE: Final = Delay(PendingKind.MOVE, timedelta(hours=48))
WITHDRAWAL_WAIT: Final = Delay(PendingKind.WITHDRAWAL, timedelta(days=7), needs_yes=False)
ERASURE: Final = Delay(
    PendingKind.ERASURE,
    timedelta(hours=24),
    needs_yes=False,
    may_hurry=False,
    is_hers_alone=True,
)
MERGE: Final = Delay(
    PendingKind.MERGE, timedelta(hours=48), may_hurry=False, officers_may_stop=True
)
DEATH: Final = Delay(PendingKind.DEATH, timedelta(hours=48), may_hurry=False)
