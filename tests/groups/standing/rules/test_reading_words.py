"""What is read of the sisters' word, for any life of a group's beads before the reading."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from groups.calendar.model import Rhythm
from groups.charter.model.scoring import ScoringCharter
from groups.registers.model.meeting import Mark
from groups.standing.model import WordRead
from groups.standing.rules.evidence import MeetingFact, MemberFacts
from groups.standing.rules.known import Known, KnownAct, KnownVouch
from groups.standing.rules.words_that_count import newest_of_pairs, read_words

quick = settings(max_examples=60, deadline=None)

FIRST = date(2026, 1, 2)
END = FIRST + timedelta(weeks=13)
NAMES = ("a", "b", "c", "d", "e", "f", "g")
BEADS = 3
READING = 100  # the moment of the reading; all acts before it are at 1 to 99


@dataclass(frozen=True)
class Span:
    """A bead from when it was given to when it was taken back; READING: it stands."""

    giver: str
    receiver: str
    given_at: int
    ended_at: int


def vouch(span: Span) -> KnownVouch:
    stands = span.ended_at >= READING
    return KnownVouch(
        giver_id=span.giver,
        receiver_id=span.receiver,
        until_day=END + timedelta(days=90),
        record=1_000_000,
        is_proxy=False,
        recorded_at=span.given_at,
        ended_as=None if stands else "withdrawn",
        ended_at=None if stands else span.ended_at,
    )


def group(spans: list[Span], voices: dict[str, int]) -> Known:
    """Return a group with these beads; a member's voice is full, half or none (2, 1, 0)."""
    came = tuple(
        MeetingFact(FIRST + timedelta(weeks=n), Mark.PRESENT, savings_paid=1) for n in range(14)
    )
    return Known(
        acts=tuple(KnownAct(name, "joined", FIRST) for name in NAMES),
        facts={
            name: MemberFacts(came if voice else (), loan_repaid_day=FIRST if voice == 2 else None)
            for name, voice in voices.items()
        },
        vouches=tuple(map(vouch, sorted(spans, key=lambda span: span.given_at))),
    )


def read(known: Known) -> dict[str, WordRead]:
    return dict(read_words(known, END, BEADS, Rhythm.WEEKLY, ScoringCharter()).words)


voices_of_all = st.fixed_dictionaries({name: st.sampled_from((0, 1, 2)) for name in NAMES})


@st.composite
def lives(draw: st.DrawFn) -> list[Span]:
    """Draw the beads of a group: none for oneself, at most so many of a giver at once."""
    spans: list[Span] = []
    for _ in range(draw(st.integers(0, 30))):
        giver, receiver = draw(st.permutations(NAMES))[:2]
        given_at = draw(st.integers(1, 98))
        ended_at = draw(st.one_of(st.just(READING), st.integers(given_at + 1, 99)))
        others = [
            one
            for one in spans
            if one.giver == giver and one.given_at < ended_at and given_at < one.ended_at
        ]
        if len(others) < BEADS and receiver not in {one.receiver for one in others}:
            spans.append(Span(giver, receiver, given_at, ended_at))
    return spans


@quick
@given(lives(), voices_of_all)
def test_only_what_stands_at_the_reading_counts(spans: list[Span], voices: dict[str, int]) -> None:
    standing = [span for span in spans if span.ended_at == READING]

    assert read(group(spans, voices)) == read(group(standing, voices))


@quick
@given(lives(), voices_of_all, st.randoms(use_true_random=False))
def test_the_order_in_which_beads_were_given_changes_nothing(
    spans: list[Span], voices: dict[str, int], chance: Random
) -> None:
    standing = [span for span in spans if span.ended_at == READING]
    moments = [span.given_at for span in standing]
    chance.shuffle(moments)
    moved = [
        Span(span.giver, span.receiver, moment, READING)
        for span, moment in zip(standing, moments, strict=True)
    ]

    assert read(group(moved, voices)) == read(group(spans, voices))


@quick
@given(lives(), voices_of_all)
def test_all_beads_taken_back_and_given_again_give_no_word_above(
    spans: list[Span], voices: dict[str, int]
) -> None:
    again: list[Span] = []
    for span in spans:
        if span.ended_at < READING:
            again.append(span)
        else:
            again.append(Span(span.giver, span.receiver, span.given_at, 99))
            again.append(Span(span.giver, span.receiver, 99, READING))
    left, given_again = read(group(spans, voices)), read(group(again, voices))

    assert {who: word.centi for who, word in given_again.items()} == {
        who: word.centi for who, word in left.items()
    }


@quick
@given(lives(), st.integers(1, 3))
def test_of_a_giver_so_many_beads_count_and_one_for_each(spans: list[Span], beads: int) -> None:
    # Also beads by two records of one woman, merged since: all are of the kept record.
    merged = [
        Span("a" if span.giver == "b" else span.giver, span.receiver, span.given_at, span.ended_at)
        for span in spans
        if span.receiver != "a"
    ]
    known = group(merged, dict.fromkeys(NAMES, 1))
    counted = newest_of_pairs(known, beads, lambda word: word.ended_at is None)
    pairs = [(word.giver_id, word.receiver_id) for word in counted]

    assert len(pairs) == len(set(pairs))
    assert max(Counter(giver for giver, _ in pairs).values(), default=0) <= beads
    assert all(giver != receiver for giver, receiver in pairs)


@quick
@given(lives(), voices_of_all)
def test_every_word_is_a_multiple_of_ten(spans: list[Span], voices: dict[str, int]) -> None:
    assert {word.centi % 1000 for word in read(group(spans, voices)).values()} == {0}
