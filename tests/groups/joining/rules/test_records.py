"""Which two records may belong to one woman."""

from dataclasses import replace

import pytest

from groups.joining.model import RecordBrief
from groups.joining.rules.likely_pairs import likely_pairs, plain_name

ONE = RecordBrief("m1", "p1", "g", "Ekta", 1, "Sunita Devi", has_phone=True, has_left=False)
OTHER = replace(ONE, member_id="m2", person_id="p2", number=2)
ELSEWHERE = replace(OTHER, group_id="h", group="Ujala")
KIN = frozenset({"Meena"})


@pytest.mark.parametrize(
    ("name", "plain"),
    [("Sunita DEVI", "sunita"), ("सुनीता देवी", "सुनीता"), ("Devi", "devi"), (" Rani  Bai", "rani")],
)
def test_a_name_is_compared_without_what_politeness_adds(name: str, plain: str) -> None:
    assert plain_name(name) == plain


@pytest.mark.parametrize(
    "other",
    [
        replace(OTHER, has_phone=False, name="sunita"),
        replace(OTHER, has_left=True),
    ],
)
def test_one_name_in_one_group_is_proposed_where_one_record_is_idle(other: RecordBrief) -> None:
    assert [(pair.one, pair.other, pair.kin) for pair in likely_pairs([ONE, other])] == [
        (ONE, other, ())
    ]


@pytest.mark.parametrize(
    "other",
    [
        OTHER,  # two women with phones may have the same name
        replace(OTHER, has_phone=False, name="Meena"),
        replace(OTHER, has_phone=False, person_id="p1"),
        replace(ELSEWHERE, has_phone=False),
    ],
)
def test_others_are_not(other: RecordBrief) -> None:
    assert likely_pairs([ONE, other]) == ()


def test_two_records_that_both_left_are_nobodys_matter() -> None:
    left = [replace(one, has_left=True, has_phone=False) for one in (ONE, OTHER)]

    assert likely_pairs(left) == ()


def test_one_name_in_two_groups_is_proposed_where_the_kin_is_the_same() -> None:
    one, other = replace(ONE, kin=KIN | {"Radha"}), replace(ELSEWHERE, kin=KIN)

    assert [pair.kin for pair in likely_pairs([one, other])] == [("Meena",)]


def test_those_of_one_group_come_first() -> None:
    one, elsewhere = replace(ONE, kin=KIN), replace(ELSEWHERE, kin=KIN)
    here = replace(OTHER, member_id="m3", person_id="p3", has_phone=False)

    assert [pair.other for pair in likely_pairs([one, elsewhere, here])] == [here, elsewhere]
