"""Section 5 of 《党员组织关系排查有关问题说明》 (健全党员档案): a member for whom each sentence holds, and one for whom
it does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.rules.archives import (
    OF_PARTY_FILE,
    Answer,
    Keeper,
    Kept,
    Standing,
    Work,
    asks_former_unit,
    is_overdue,
    proposals,
    refuses_kept,
    refuses_party_file,
    reply_due,
    standings,
    wanted_work,
)
from tui.rules.check_items import MATERIAL, MATERIALS, owed
from tui.rules.checks import Refusal

COMPLETE = dict.fromkeys(MATERIALS, "complete")
STATES = st.fixed_dictionaries({name: st.sampled_from([None, *MATERIAL]) for name in MATERIALS})


def said(states: dict[str, str | None], kept: Kept | None = Kept.PERSONNEL, **more: object) -> list[str]:
    category = str(more.pop("category", "full"))
    keeper = Keeper.COMMITTEE if kept is Kept.PARTY else None
    return [each.said for each in proposals(states, category, kept, more.pop("keeper", keeper), **more)]  # type: ignore[arg-type]


def test_stored_values_keep_their_names() -> None:
    assert [each.value for each in Kept] == ["personnel", "party", "none", "unseen"]
    assert [each.value for each in Keeper] == [
        "committee", "county_department", "personnel_office", "former_unit", "other",
    ]  # fmt: skip
    assert [each.value for each in Work] == ["appraise", "perfect", "supplement"]
    assert [each.value for each in Answer] == ["genuine", "untrue", "supplied", "unknown"]


def test_five_complete_materials_make_a_complete_file_and_four_do_not() -> None:
    """将其《入党志愿书》、入党申请书、政治审查材料、转正申请书和培养教育考察材料，交党委存入本人人事档案"""
    assert standings(COMPLETE, "full") == {Standing.COMPLETE}
    assert standings(COMPLETE | {"joining_form": None}, "full") == frozenset()
    assert standings(COMPLETE | {"joining_form": "missing"}, "full") == {Standing.MISSING}


def test_a_probationary_members_file_is_complete_without_an_application_to_become_full() -> None:
    """预备党员转正后，党支部应当及时将其……转正申请书……交党委"""
    four = COMPLETE | {"full_application": None}
    assert standings(four, "probationary") == {Standing.COMPLETE}
    assert standings(four, "full") == frozenset()
    absent = COMPLETE | {"full_application": "missing"}
    assert standings(absent, "probationary") == {Standing.COMPLETE}
    assert standings(absent, "full") == {Standing.MISSING}
    assert said(absent, category="probationary") == []


@pytest.mark.parametrize(
    ("state", "works"),
    [("irregular", "鉴别、完善"), ("missing", "补充"), ("untrue", "鉴别"), ("complete", ""), (None, "")],
)
def test_irregular_and_incomplete_materials_are_appraised_perfected_and_supplemented(
    state: str | None, works: str
) -> None:
    """对档案材料不规范、不齐全的，认真做好鉴别、完善、补充工作"""
    assert "、".join(work.label for work in wanted_work(state)) == works


def test_the_former_unit_is_asked_about_untrue_materials_and_about_no_others() -> None:
    """对档案材料不真实的，要商转来单位党组织按照有关规定进行处理"""
    assert asks_former_unit(COMPLETE | {"application": "untrue"}, "full")
    assert not asks_former_unit(COMPLETE | {"application": "irregular", "joining_form": "missing"}, "full")
    asked = "有不真实的材料，应商转来单位党组织按照有关规定处理"
    assert asked in said(COMPLETE | {"application": "untrue"})
    assert asked not in said(COMPLETE | {"application": "untrue"}, inquired=True)


def test_a_party_file_is_set_up_for_those_alone_who_have_no_personnel_file() -> None:
    """无人事档案的，建立党员档案；对有人事档案的，党员档案材料应由基层党委存入本人人事档案"""
    assert refuses_party_file(Kept.NONE) is None
    assert refuses_party_file(Kept.PERSONNEL) is Refusal.IN_PERSONNEL_FILE
    assert refuses_party_file(Kept.PARTY) is Refusal.HAS_PARTY_FILE
    assert refuses_party_file(Kept.UNSEEN) is refuses_party_file(None) is Refusal.FILE_UNKNOWN


def test_a_party_file_is_kept_by_the_committee_or_the_county_department_and_by_nobody_else() -> None:
    """由所在党委或县级党委组织部门保存"""
    assert {Keeper.COMMITTEE, Keeper.DEPARTMENT} == OF_PARTY_FILE
    wrong = ["党员档案应由所在基层党委或县级党委组织部门保存"]
    assert said(COMPLETE, Kept.PARTY, keeper=Keeper.COMMITTEE) == []
    assert said(COMPLETE, Kept.PARTY, keeper=Keeper.DEPARTMENT) == []
    assert said(COMPLETE, Kept.PARTY, keeper=Keeper.FORMER_UNIT) == wrong
    assert said(COMPLETE, Kept.PERSONNEL, keeper=Keeper.PERSONNEL_OFFICE) == []
    assert len(said(COMPLETE, Kept.NONE)) == len(said(COMPLETE, Kept.UNSEEN)) == len(said(COMPLETE, None)) == 1


def test_what_is_kept_has_a_keeper_and_what_is_not_there_has_none() -> None:
    assert refuses_kept(Kept.PARTY, Keeper.DEPARTMENT) is None
    assert refuses_kept(Kept.NONE, None) is None
    assert refuses_kept(Kept.PARTY, None) is Refusal.KEEPER_UNFIT
    assert refuses_kept(Kept.UNSEEN, Keeper.COMMITTEE) is Refusal.KEEPER_UNFIT


def test_an_inquiry_is_due_thirty_days_after_the_last_day_that_its_date_can_mean() -> None:
    assert reply_due("2026-11-01") == "2026-12-01"
    assert reply_due("2026-10") == "2026-11-30"
    assert is_overdue("2026-11-19", "2026-11-20")
    assert not is_overdue("2026-11-20", "2026-11-20")
    assert not is_overdue("2026-11", "2026-11-20")
    assert not is_overdue(None, "2026-11-20")


@given(STATES, st.sampled_from(["full", "probationary", None]))
def test_a_file_is_complete_exactly_when_nothing_is_wrong_or_unseen(
    states: dict[str, str | None], category: str | None
) -> None:
    found = standings(states, category)
    due = {states[name] for name in owed(category)}
    assert (Standing.COMPLETE in found) == (due == {"complete"})
    assert {each.value for each in found - {Standing.COMPLETE}} == due & {"missing", "irregular", "untrue"}
    named = {each.material for each in proposals(states, category, Kept.PERSONNEL, None) if each.material}
    assert named == {name for name in owed(category) if states[name] in {"missing", "irregular", "untrue"}}
