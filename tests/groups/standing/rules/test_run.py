"""One group's run by the rules alone: the vouches that count, households, the digest.

First the reading at a block's first run; further down the rule of runs from before blocks.
"""

from datetime import date, timedelta

import pytest

from groups.calendar.model import Rhythm
from groups.charter.model.scoring import ScoringCharter
from groups.registers.model.meeting import Mark
from groups.standing.model import NO_WORDS, Pillar, WordRead, WordsHeld
from groups.standing.rules.evidence import MeetingFact, MemberFacts
from groups.standing.rules.known import Block, Known, KnownAct, KnownVouch, ReadBefore
from groups.standing.rules.run import GroupScore, score_group
from groups.standing.rules.words_that_count import read_words

FIRST = date(2026, 1, 2)
WEEKS = 14
END = FIRST + timedelta(weeks=WEEKS - 1)
NAMES = ("a", "b", "c", "d")
FAR = END + timedelta(days=100)
OPEN = Block(None, None)


def facts(weeks: int = WEEKS) -> MemberFacts:
    """Return the facts of a member who came and saved every week."""
    days = [FIRST + timedelta(weeks=n) for n in range(weeks)]
    return MemberFacts(tuple(MeetingFact(day, Mark.PRESENT, savings_paid=1) for day in days))


def word(giver: str, receiver: str, **more: object) -> KnownVouch:
    """Return a valid vouch, except as given."""
    usual = {"until_day": FAR, "record": 1_000_000, "is_proxy": False, "recorded_at": 10}
    ended = {"ended_as": None, "ended_at": None}
    return KnownVouch(giver, receiver, **{**usual, **ended, **more})  # type: ignore[arg-type] # told


def known(*vouches: KnownVouch, names: tuple[str, ...] = NAMES, **ties: object) -> Known:
    """Return a group in which all members did everything."""
    acts = tuple(KnownAct(name, "joined", FIRST) for name in names)
    facts_by_name = {name: facts() for name in names}
    return Known(acts, facts_by_name, vouches, **ties)  # type: ignore[arg-type] # kin and homes


def read(group: Known, *, beads: int = 5) -> GroupScore:
    """Return the group's run at the end, as the first run of a block."""
    words = read_words(group, END, beads, Rhythm.WEEKLY, ScoringCharter())
    return score_group(group, END, words, Rhythm.WEEKLY, ScoringCharter())


def holds(group: Known, *, beads: int = 5) -> dict[str, WordsHeld]:
    """Return the vouches that each member holds in such a run."""
    return {one.member_id: one.words for one in read(group, beads=beads).members}


def score(group: Known, block: Block = OPEN) -> GroupScore:
    """Return the group's run at the end by the rule from before blocks."""
    return score_group(group, END, block, Rhythm.WEEKLY, ScoringCharter())


def held(group: Known, block: Block = OPEN) -> dict[str, WordsHeld]:
    """Return the vouches that each member holds by the rule from before blocks."""
    return {one.member_id: one.words for one in score(group, block).members}


def test_members_stand_in_their_order_with_their_pillars() -> None:
    members = score(known()).members

    assert [one.member_id for one in members] == list(NAMES)
    assert len({one.balances for one in members}) == 1
    assert len(members[0].balances) == len(Pillar)


def test_a_member_without_any_register_has_nothing_but_what_is_lent() -> None:
    group = Known((KnownAct("a", "joined", FIRST),), {})
    [one] = score(group).members

    assert (one.balances, one.lent > 0) == ((0, 0, 0, 0, 0), True)


@pytest.mark.parametrize("act", ["added", "asked", "left", "declined"])
def test_who_is_not_in_the_group_is_not_scored(act: str) -> None:
    acts = (KnownAct("a", "joined", FIRST), KnownAct("b", act, FIRST))

    assert [one.member_id for one in score(Known(acts, {})).members] == ["a"]


def test_who_is_frozen_is_scored() -> None:
    acts = (KnownAct("a", "joined", FIRST), KnownAct("a", "frozen", END))

    assert [one.member_id for one in score(Known(acts, {})).members] == ["a"]


def test_a_word_of_or_for_who_has_left_is_none() -> None:
    group = known(word("a", "z"), word("z", "b"))

    assert set(held(group).values()) == {NO_WORDS}
    assert set(holds(group).values()) == {NO_WORDS}


# --- the reading ----------------------------------------------------------------------------------


def test_what_stands_at_the_reading_counts() -> None:
    gone = word("a", "b", ended_as="withdrawn", ended_at=20)
    group = known(gone, word("c", "b"), word("a", "d", until_day=END))

    assert {name: words.count for name, words in holds(group).items()} == {
        "a": 0,
        "b": 1,
        "c": 0,
        "d": 1,
    }


def test_a_word_whose_last_day_is_over_does_not_stand() -> None:
    assert holds(known(word("a", "b", until_day=END - timedelta(days=1))))["b"] == NO_WORDS


def test_a_word_taken_back_and_given_anew_stands_once() -> None:
    gone = word("a", "b", ended_as="withdrawn", ended_at=20)

    assert holds(known(gone, word("a", "b", recorded_at=30)))["b"].count == 1


def test_of_a_giver_the_words_that_have_stood_longest_count() -> None:
    old = word("a", "b", ended_as="renewed", ended_at=70)
    group = known(old, word("a", "c", recorded_at=61), word("a", "b", recorded_at=70))

    assert [holds(group, beads=1)[name].count for name in ("b", "c")] == [1, 0]


def test_the_word_read_is_told_in_tens() -> None:
    one = read(known(word("a", "b"))).members[1]

    assert one.balances[-1] == 1000  # half a voice: 0.5 / 6.5 of 100, told in tens


def test_the_word_that_was_read_stands_whatever_stands_now() -> None:
    before = ReadBefore(END, {"b": WordRead(2000, WordsHeld(3, 2, 2))})
    group = known(word("a", "c"))
    members = score_group(group, END, before, Rhythm.WEEKLY, ScoringCharter()).members

    assert [(one.balances[-1], one.words) for one in members] == [
        (0, NO_WORDS),
        (2000, WordsHeld(3, 2, 2)),
        (0, NO_WORDS),
        (0, NO_WORDS),
    ]


@pytest.mark.parametrize(
    ("acts", "centi"),
    [
        ((), 2000),
        (("frozen",), 2000),
        (("frozen", "thawed"), 2000),
        (("left", "returned"), 0),
        (("left", "asked", "confirmed"), 0),
    ],
)
def test_who_was_not_in_all_the_time_since_has_no_word(acts: tuple[str, ...], centi: int) -> None:
    day = END - timedelta(days=7)
    later = tuple(KnownAct("b", act, END) for act in acts)
    group = Known((KnownAct("b", "joined", FIRST), *later), {})
    before = ReadBefore(day, {"b": WordRead(2000, WordsHeld(3, 2, 2))})
    [one] = score_group(group, END, before, Rhythm.WEEKLY, ScoringCharter()).members

    assert one.balances[-1] == centi


def test_who_joined_after_the_reading_has_no_word() -> None:
    group = Known((KnownAct("b", "joined", END),), {})
    before = ReadBefore(END - timedelta(days=7), {"b": WordRead(2000, NO_WORDS)})
    [one] = score_group(group, END, before, Rhythm.WEEKLY, ScoringCharter()).members

    assert one.balances[-1] == 0


def test_the_digest_of_a_reading_is_of_words_and_voices_too() -> None:
    usual = known(word("a", "b"))
    without_voice = Known(usual.acts, {**usual.facts, "a": facts(1)}, usual.vouches)
    poor = known(word("a", "b", record=1))

    assert len({read(group).digest for group in (usual, without_voice, poor, known())}) == 4


def test_the_digest_within_a_block_is_of_no_word() -> None:
    before = ReadBefore(END, {})
    digests = {
        score_group(group, END, before, Rhythm.WEEKLY, ScoringCharter()).digest
        for group in (known(word("a", "b")), known(kin=frozenset({("a", "b")})), known())
    }

    assert len(digests) == 1


# --- runs from before blocks ----------------------------------------------------------------------


def test_the_newest_word_of_two_counts() -> None:
    old = word("a", "b", ended_as="withdrawn", ended_at=5)
    poor = word("a", "b", record=500_000)
    one = score(known(old, poor)).members[1]

    assert one.balances[-1] == score(known(poor)).members[1].balances[-1]


def test_a_renewed_word_is_none_at_once() -> None:
    assert held(known(word("a", "b", ended_as="renewed", ended_at=5)))["b"].count == 0


@pytest.mark.parametrize(("ended_at", "count"), [(99, 0), (100, 0), (101, 1)])
def test_a_word_taken_back_up_to_the_block_has_left(ended_at: int, count: int) -> None:
    group = known(word("a", "b", ended_as="withdrawn", ended_at=ended_at))

    assert held(group, Block(END, 100, seen=(100,)))["b"].count == count


@pytest.mark.parametrize(("days", "count"), [(-1, 0), (0, 0), (1, 1)])
def test_a_word_that_expired_up_to_the_block_has_left(days: int, count: int) -> None:
    last = END - timedelta(weeks=2)
    group = known(word("a", "b", until_day=last + timedelta(days=days)))

    assert held(group, Block(last, 100))["b"].count == count


def test_in_the_first_block_nothing_that_counted_has_left() -> None:
    group = known(word("a", "b", ended_as="withdrawn", ended_at=60, until_day=FIRST))

    assert held(group, Block(None, None, seen=(50,)))["b"].count == 1


@pytest.mark.parametrize("seen", [(), (9,), (60,)])
def test_a_word_taken_back_before_any_run_saw_it_never_counts(seen: tuple[int, ...]) -> None:
    group = known(word("a", "b", ended_as="withdrawn", ended_at=60))

    assert held(group, Block(None, None, seen=seen))["b"].count == 0


def test_a_bead_taken_back_and_given_again_counts_once_within_a_block() -> None:
    gone = word("a", "b", ended_as="withdrawn", ended_at=60)
    group = known(gone, word("a", "c", recorded_at=61), word("d", "c", recorded_at=62))
    counts = {
        name: words.count for name, words in held(group, Block(None, None, (50,), beads=1)).items()
    }

    assert counts == {"a": 0, "b": 1, "c": 1, "d": 0}


def test_a_renewed_word_keeps_its_place_among_the_givers_beads() -> None:
    old = word("a", "b", ended_as="renewed", ended_at=70)
    group = known(old, word("a", "c", recorded_at=61), word("a", "b", recorded_at=70))
    counts = {name: words.count for name, words in held(group, Block(None, None, beads=1)).items()}

    assert counts == {"a": 0, "b": 1, "c": 0, "d": 0}


def test_houses_are_told_through_others() -> None:
    homes = frozenset({("a", "b"), ("b", "c"), ("c", "z")})
    group = known(word("a", "d"), word("b", "d"), word("c", "d"), homes=homes)

    assert held(group)["d"] == WordsHeld(3, 3, 1)


def test_kin_open_no_loan_whichever_is_named_first() -> None:
    group = known(word("a", "d"), word("d", "a"), kin=frozenset({("a", "d")}))

    assert [held(group)[name] for name in ("a", "d")] == [WordsHeld(1, 0, 0)] * 2


def test_the_digest_is_of_what_was_read() -> None:
    same = score(known(word("a", "b"), word("b", "a"))).digest
    others = {
        score(group).digest
        for group in (
            known(word("a", "b")),
            known(word("a", "b"), word("b", "a", record=1)),
            known(word("a", "b"), word("b", "a", is_proxy=True)),
            known(word("a", "b"), word("b", "a"), kin=frozenset({("a", "b")})),
            known(word("a", "b"), word("b", "a"), homes=frozenset({("a", "b")})),
            known(word("a", "b"), word("b", "a"), names=("a", "b", "c")),
        )
    }

    assert score(known(word("b", "a"), word("a", "b"))).digest == same
    assert len(others | {same}) == 7
