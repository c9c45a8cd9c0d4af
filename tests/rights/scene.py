"""One village with every kind of person towards a living group, and groups in other states.

Everything that a table's row names is an id of the one living group; others are outsiders to it.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from groups.charter.acts import register_charter
from groups.charter.store import select_charter
from groups.disputes import acts as disputes
from groups.founding.acts import founding
from groups.joining.acts import claims, joining
from groups.lending.model.proposal import LoanAskedFor
from groups.lending.rules.lending import terms_of
from groups.loans.effects.loans import record_loan, record_step
from groups.loans.model.loan import LOAN_STEPS, Loan, LoanState, LoanStep, Purpose
from groups.loans.store.loans import Agreed, Proposal, StepTaken, insert_terms
from groups.meetings.acts import meetings
from groups.people.model.group import Group
from groups.people.model.people import Role
from groups.programme.acts import facilitators
from groups.registers.model.money import LoanFund
from groups.turns.acts import pins
from groups.turns.model import PICTURES, Pin
from groups.vouches.acts import proxies
from ledger.words import keep_words
from storage.database import Database
from storage.tx import Tx
from tests.webapp.world import BOT_TOKEN, CHARTER, World
from webapp.pages.turns import pin_key

CHAT, OTHER_CHAT = -100, -200
WAITING_CHAT, NEW_CHAT, REFUSED_CHAT = -300, -400, -500

# Every kind of person towards the living group, and the name of that person in the village.
KINDS: Final = {
    "stranger": "Lali",
    "elsewhere": "Champa",  # president of another group
    "waiting": "Anju",
    "frozen": "Usha",
    "left": "Rekha",
    "member": "Geeta",
    "president": "Sunita",
    "secretary": "Meena",
    "treasurer": "Kamla",
    "facilitator": "Bina",
    "other facilitator": "Chaya",
    "head": "Asha",  # of the programme; she is the facilitator of none of these groups
}
OUTSIDE: Final = frozenset({"stranger", "elsewhere", "other facilitator"})


@dataclass(frozen=True, slots=True)
class Scene:
    """The village, and the ids that rows name."""

    world: World
    ids: dict[str, str]

    def on(self, database: Database) -> "Scene":
        """Return the same scene over a copy of its database."""
        return Scene(replace(self.world, database=database), self.ids)

    def telegram_id(self, kind: str) -> int:
        """Return the account of a kind of person."""
        return self.world.telegram_ids[KINDS[kind]]


async def make_scene(database: Database) -> Scene:
    """Make the scene by the use cases, on an empty database."""
    world = World(database)
    for name in ("Asha", "Bina", "Chaya", *KINDS.values()):
        await world.meet(name, "en")
    await _name_facilitators(world)
    group = await _founded(world, "Bina", "Sunita", CHAT)
    for name in ("Sunita", "Meena", "Kamla", "Radha", "Geeta", "Usha", "Rekha"):
        await world.join(name, group)
    other = await _founded(world, "Chaya", "Champa", OTHER_CHAT)
    await world.join("Champa", other)
    ids = await _lived(world, group)
    ids |= {"group": group.id, "token": group.start_token, "other": other.id}
    return Scene(world, {**ids, **await _not_begun(world)})


async def _not_begun(world: World) -> dict[str, str]:
    """Make a group in each state before it begins; return their ids and links' tokens."""
    new = await _met_by_the_bot(world)
    waits = await world.found("Kusum", chat_id=WAITING_CHAT, admit=False)
    refused = await world.found("Parvati", chat_id=REFUSED_CHAT, admit=False)
    await world.write(founding.refuse_group, world.people["Bina"], refused.id, at=world.at)
    groups = {"new": new, "waits": waits, "refused": refused}
    tokens = {f"{state}_token": group.start_token for state, group in groups.items()}
    return {state: group.id for state, group in groups.items()} | tokens


async def _met_by_the_bot(world: World) -> Group:
    """Return a group that nobody has set up; the bot is in its chat."""
    charter = await world.write(register_charter, CHARTER.read_text(), world.at)
    added = await world.write(
        founding.bot_added,
        await world.meet("Maya"),
        chat_id=NEW_CHAT,
        title="Ekta",
        thread_id=None,
        can_pin=True,
        can_delete=True,
        language_code="en",
        new_id=world.new_id,
        charter_version=charter,
        at=world.at,
    )
    return added.group


async def _name_facilitators(world: World) -> None:
    await world.head("Asha")
    for name in ("Bina", "Chaya"):
        await world.write(
            facilitators.name_facilitator,
            world.people["Asha"],
            world.people[name].person_id,
            new_id=world.new_id,
            at=world.at,
        )


async def _founded(world: World, facilitator: str, leader: str, chat_id: int) -> Group:
    group = await world.found(leader, chat_id=chat_id, admit=False)
    await world.write(founding.admit, world.people[facilitator], group.id, at=world.at)
    return group


async def _lived(world: World, group: Group) -> dict[str, str]:
    """Make offices, vouches, a scored week, an open register, a dispute and open requests."""
    await world.office("Meena", Role.SECRETARY, "Sunita", "Radha")
    await world.office("Kamla", Role.TREASURER, "Sunita", "Radha")
    for giver in ("Meena", "Kamla", "Geeta", "Usha"):
        await world.vouch(group, giver, "Radha")
    await world.live(group, "Sunita", 1, ())
    people_ = world.people
    await world.write(
        joining.freeze, people_["Bina"], world.members["Usha"], new_id=world.new_id, at=world.at
    )
    await world.write(joining.leave, people_["Rekha"], new_id=world.new_id, at=world.at)
    await _waits(world, "Anju", group)
    await _has_a_pin(world, "Radha", group)
    [closed] = await world.read(meetings.list_meetings, people_["Sunita"], group.id)
    marked = await world.write(
        disputes.ask,
        people_["Radha"],
        group.id,
        "score:2026-07-31",
        new_id=world.new_id,
        at=world.at,
    )
    added = await world.write(
        joining.add_without_phone,
        people_["Sunita"],
        group.id,
        "Dulari Devi",
        new_id=world.new_id,
        at=world.at,
    )
    phool = await world.write(
        joining.add_without_phone,
        people_["Sunita"],
        group.id,
        "Phool Devi",
        new_id=world.new_id,
        at=world.at,
    )
    await world.decide("Radha", phool.request.id)
    proxy = await _word_by_hand(world, group, phool.member.id)
    pending = await _wants_the_record(world, "Sita", "Radha")
    held = await world.hold(group, "Sunita", is_closed=False)
    loans = await world.write(loans_of, group, world.members["Radha"], at=world.at)
    return {
        **loans,
        "radha": world.members["Radha"],
        "chaya": people_["Chaya"].person_id,
        "frozen": world.members["Usha"],
        "phool": phool.member.id,
        "meeting": held,
        "closed": closed.id,
        "request": added.request.id,
        "pending": pending,
        "dispute": marked.id,
        "proxy": proxy,
        "period": "2026-07-31",
    }


def loans_of(tx: Tx, group: Group, member_id: str, *, at: datetime) -> dict[str, str]:
    """A loan under ballot, one before the facilitator, one approved, one handed over."""
    steps = {
        "ballot": (),
        "carried": (LoanStep.CARRY,),
        "approved": (LoanStep.CARRY, LoanStep.APPROVE),
        "lent": (LoanStep.CARRY, LoanStep.APPROVE, LoanStep.PAY_OUT),
    }
    for loan_id, taken in steps.items():
        loan = _asked_for(tx, f"loan{loan_id}", group, member_id, at)
        for step in taken:
            state = LOAN_STEPS[loan.state][step]
            done = StepTaken(f"{loan.id}-{step}", loan.id, step, state, at.date(), "clock")
            record_step(tx, group.id, done, at=at)
            loan = replace(loan, state=state)
        if loan.state is LoanState.PAID_OUT:
            insert_terms(tx, loan, Agreed(1, at.date(), loan.terms, "clock"), at=at)
    return {loan_id: f"loan{loan_id}" for loan_id in steps}


def _asked_for(tx: Tx, loan_id: str, group: Group, member_id: str, at: datetime) -> Loan:
    asked = LoanAskedFor(LoanFund.OWN, 1000_00, 6, Purpose.TRADE)
    charter = select_charter(tx, group.id)
    loan = Loan(
        id=loan_id,
        group_id=group.id,
        member_id=member_id,
        fund=asked.fund,
        terms=terms_of(asked, charter),
        purpose=asked.purpose,
        state=LoanState.PROPOSED,
        ladder_step=0,
        charter=charter.version,
        proposed_by=member_id,
        proposed_day=at.date(),
        ballot_until=at.date() + timedelta(7),
    )
    voice = keep_words(tx, f"{loan_id}v", group.id, "voice1", "salt", at=at)
    record_loan(tx, group.id, Proposal(loan, voice_id=voice), at=at)
    return loan


async def _waits(world: World, name: str, group: Group) -> None:
    """Let a person ask to join whom nobody has seen in the chat."""
    actor, at = world.people[name], world.at
    await world.write(joining.ask, actor, group.start_token, is_in_chat=None, at=at)
    await world.write(joining.agree, actor, group.id, at)
    joined = await world.write(
        joining.confirm_adult, actor, group.id, True, new_id=world.new_id, at=at
    )
    world.members[name] = joined.member.id


async def _has_a_pin(world: World, name: str, group: Group) -> None:
    """Let a person set her PIN on her own phone, and allow her turn on others' phones."""
    pin, key = Pin.of(",".join(PICTURES[:4])), pin_key(BOT_TOKEN)
    member, at = world.members[name], world.at
    await world.write(
        pins.ask_pin,
        world.people[name],
        group.id,
        member,
        (pin, pin),
        key,
        new_id=world.new_id,
        at=at,
    )
    await world.write(
        pins.allow_turn, world.people[name], group.id, True, new_id=world.new_id, at=at
    )


async def _wants_the_record(world: World, name: str, of_whom: str) -> str:
    """Let a person claim the record of a member with a phone; return the id of what waits."""
    made = await world.write(
        claims.make_code,
        world.people["Sunita"],
        world.members[of_whom],
        new_id=world.new_id,
        at=world.at,
    )
    claimer = await world.meet(name)
    await world.write(claims.claim, claimer, made.code, new_id=world.new_id, at=world.at)
    [(pending_id,)] = await world.database.read(
        lambda tx: tx.rows("SELECT id FROM pending_changes")
    )
    return str(pending_id)


async def _word_by_hand(world: World, group: Group, giver: str) -> str:
    """Let the president record a vouch by a member without a phone, and that she takes it back.

    The facilitator has confirmed neither yet.
    """
    for act in (proxies.speak, proxies.take_back):
        await world.write(
            act,
            world.people["Sunita"],
            group.id,
            giver,
            world.members["Radha"],
            new_id=world.new_id,
            at=world.at,
        )
    waiting = await world.read(proxies.waiting, world.people["Bina"], group.id, at=world.at)
    [vouch_id] = {proxy.vouch_id for proxy in waiting}
    return vouch_id
