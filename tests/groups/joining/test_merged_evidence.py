"""What a merged record adds to the other one: savings, and its conduct from the next run on."""

from datetime import datetime

import pytest

from groups.charter.rules.charter import Charter
from groups.joining.acts.merging import MergeReason
from groups.registers.model.meeting import Mark
from groups.standing.facts.evidence import read_facts_of_member
from groups.standing.rules.known import LineRow, facts_of
from ledger.accounts import savings
from ledger.balances import balance
from storage.tx import Tx, micros
from tests.groups.claiming import merged_at_once, without_phone
from tests.groups.later import NEXT, Later
from tests.groups.standing.test_scoring_later_records import findings

ONE_WOMAN = MergeReason("I know her")


async def put_together(later: Later, kept_number: int, gone: int, at: datetime) -> None:
    """Merge two records, of which the second has no phone."""
    await later.write(without_phone, await later.member(gone))
    await later.write(
        merged_at_once,
        await later.actor(0),
        await later.member(kept_number),
        await later.member(gone),
        ONE_WOMAN,
        new_id=later.new_id,
        at=at,
    )


async def saved(later: Later, number: int) -> int:
    account = savings(await later.member(number))
    return (await later.read(balance, later.group_id, account)).minor


async def test_her_savings_go_over_by_an_entry(later: Later) -> None:
    before = await saved(later, 12), await saved(later, 11)
    await put_together(later, 12, 11, later.noon(NEXT, -1))

    assert before[1] > 0
    assert (await saved(later, 12), await saved(later, 11)) == (sum(before), 0)


@pytest.mark.parametrize("paid", [30_00, 0])
async def test_what_a_later_correction_changes_goes_over_too(later: Later, paid: int) -> None:
    meeting = await later.meet(NEXT)
    before = await saved(later, 12) + await saved(later, 11)
    await put_together(later, 12, 11, later.noon(NEXT, 0.1))
    await later.correct(meeting, 11, Mark.PRESENT, paid, later.noon(NEXT, 1))

    assert (await saved(later, 11), await saved(later, 12)) == (0, before - 20_00 + paid)


async def test_her_points_go_to_nothing_and_her_conduct_counts_for_the_other(
    later: Later,
) -> None:
    before = (await later.results(NEXT - 1))[4]  # she was often absent
    await put_together(later, 4, 11, later.noon(NEXT, -1))
    await later.live(NEXT)
    after = await later.results(NEXT)

    assert after[11].causes[0][0] == "left"
    assert after[4].balances[0] > before.balances[0] + 10_00
    assert "corrected" in {cause[0] for cause in after[4].causes}
    assert await findings(later) == []


async def test_the_run_before_it_was_known_is_computed_without_it(later: Later) -> None:
    await later.live(NEXT)
    await put_together(later, 12, 11, later.noon(NEXT, 2))
    await later.live(NEXT + 1)

    assert await findings(later) == []


async def test_the_page_of_points_counts_both(later: Later) -> None:
    member, cut = await later.member(12), micros(later.noon(NEXT, 3))
    await put_together(later, 12, 11, later.noon(NEXT, -1))

    def facts(tx: Tx, at: int) -> int:
        member_facts, _ = read_facts_of_member(
            tx, later.group_id, member, later.day(NEXT), Charter(), cut=at
        )
        return len(member_facts.meetings)

    assert await later.read(facts, cut) >= await later.read(facts, 0)


def test_of_two_lines_of_a_day_the_better_counts_and_merges_follow_each_other() -> None:
    lines: list[LineRow] = [
        ("a", "2026-11-06", 1, "absent", 20_00, 0),
        ("b", "2026-11-06", 1, "present", 20_00, 20_00),
        ("b", "2026-11-13", 1, "present", 20_00, 20_00),
        ("c", "2026-10-30", 1, "late", 20_00, 20_00),
    ]
    by_member = facts_of(lines, [("b", "a", 5), ("a", "c", 6)])

    assert list(by_member) == ["c"]
    assert [(fact.day.isoformat(), fact.mark) for fact in by_member["c"].meetings] == [
        ("2026-10-30", Mark.LATE),
        ("2026-11-06", Mark.PRESENT),
        ("2026-11-13", Mark.PRESENT),
    ]
