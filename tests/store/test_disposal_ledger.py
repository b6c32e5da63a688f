"""The ledger of 组织处置: views with exact counts, whose turn it is, what was left lying, what is found by typing."""

from dataclasses import replace
from datetime import date

from desks import Desk
from disposals import case_of, file_of, lost, opened, people_of, rightly, take, under, walk
from offices import DEPARTMENT

from tui.rules.disposal.overdue import Overdue
from tui.rules.units import UnitKind
from tui.store.commands.disposal_cases import record_history, withdraw_case
from tui.store.commands.disposal_referrals import refer_clue, settle_referral
from tui.store.commands.disposal_steps import record_step
from tui.store.commands.organizations import add_organization
from tui.store.commands.undo import undo
from tui.store.queries.disposal_ledger import InHand, Turn, View, case_page, counts, in_hand, listed, page
from tui.store.queries.member_finding import found_members

OFFICE = DEPARTMENT
TODAY = date(2026, 11, 20)


def known_at(desk: Desk, before: InHand | None = None) -> InHand:
    return in_hand(desk.session.db, desk.session.unit, before)


def counted(desk: Desk, today: date = TODAY) -> dict[str, int]:
    """The views that have cases, each checked against what it lists."""
    known = known_at(desk)
    numbers = counts(desk.session.db, known, today)
    for view, number in zip(View, numbers, strict=True):
        assert len(listed(desk.session.db, known, view, today)) == number
    return {view.name: number for view, number in zip(View, numbers, strict=True) if number}


def found_by(desk: Desk, text: str) -> list[int]:
    return listed(desk.session.db, known_at(desk), View.ALL, TODAY, text)


def test_each_view_counts_what_it_lists(desk: Desk) -> None:
    zhang, li, wang, zhao, qian = people_of(desk, "张三", "李四", "王五", "赵六", "钱七")
    walk(desk, opened(desk, zhang, "withdrawal", date(2026, 3, 2)))
    recent = opened(desk, li, "persuasion", date(2026, 9, 20))
    walk(desk, recent, 1)
    opened(desk, wang, "correction", date(2026, 6, 1))
    gone = opened(desk, zhao, "persuasion", date(2026, 11, 2))
    withdraw_case(desk.session, gone, "2026-11-03", "立案有误")
    record_history(
        desk.session, qian, "persuasion", "2018-05-04", decided_by="甲党委", document="", known="支部大会通过"
    )
    assert counted(desk) == {
        "IN_HAND": 2, "OWN_TURN": 2, "OVERDUE": 1, "CLOSED": 1, "HISTORY": 1, "WITHDRAWN": 1, "ALL": 5,
    }  # fmt: skip
    (late,) = page(desk.session.db, 1, listed(desk.session.db, known_at(desk), View.OVERDUE, TODAY), TODAY)
    assert (late.file.member["name"], late.overdue) == ("王五", Overdue.WAITING)
    assert counted(desk, date(2026, 8, 1)).get("OVERDUE") is None


def test_the_next_step_is_the_turn_of_the_nearest_unit_that_may_act(desk: Desk) -> None:
    """中组发〔2014〕21号: a 限期改正 is pre-reviewed by the committee, a 劝退 by the department."""
    add_organization(desk.session, desk.session.unit, UnitKind.COMMITTEE, "01", "计算机学院党委")
    ((committee,),) = desk.all("SELECT id FROM organization WHERE kind = 'committee'")
    add_organization(desk.session, int(str(committee)), UnitKind.BRANCH, "011", "学生党支部")
    zhang, li = people_of(desk, "张三", "李四")
    first, second = opened(desk, zhang, "correction"), opened(desk, li, "persuasion")
    walk(desk, first, 3)
    walk(desk, second, 3)
    rows = page(desk.session.db, desk.session.unit, [first, second], TODAY)
    assert [(row.turn, row.acting) for row in rows] == [(Turn.BELOW, "计算机学院党委"), (Turn.OWN, "某大学党委组织部")]
    assert {name: counted(desk)[name] for name in ("OWN_TURN", "OTHERS_TURN")} == {"OWN_TURN": 1, "OTHERS_TURN": 1}
    below = page(desk.session.db, int(str(committee)), [first, second], TODAY)
    assert [(row.turn, row.acting) for row in below] == [(Turn.OWN, "计算机学院党委"), (Turn.ABOVE, "")]


def test_a_clue_with_the_authority_stops_the_case_and_no_limit_runs(desk: Desk) -> None:
    (member,) = people_of(desk, "张三")
    case = opened(desk, member, "persuasion", date(2026, 6, 1))
    assert refer_clue(
        desk.session, member, case, "discipline", "纪委", "2026-06-02", matter="线索", materials="举报信"
    ).changed
    assert counted(desk) == {"IN_HAND": 1, "OTHERS_TURN": 1, "ALL": 1}
    ((referral,),) = desk.all("SELECT id FROM disposal_referral")
    settle_referral(desk.session, int(str(referral)), outcome_on="2026-07-01", result="不构成违纪")
    assert counted(desk) == {"IN_HAND": 1, "OWN_TURN": 1, "OVERDUE": 1, "ALL": 1}


def test_a_term_that_is_over_and_a_suspension_of_two_years_are_overdue(desk: Desk) -> None:
    """《中国共产党党员教育管理工作条例》第三十条 (the term), 第二十四条 (two years of 停止党籍)."""
    under(desk, "2019")
    zhang, li = people_of(desk, "张三", "李四")
    correction = opened(desk, zhang, "correction", date(2025, 1, 6))
    walk(desk, correction, 8)
    lost(desk, li)
    walk(desk, opened(desk, li, "suspension_lost", date(2022, 3, 1)))
    known = known_at(desk)
    rows = page(desk.session.db, 1, listed(desk.session.db, known, View.OVERDUE, TODAY), TODAY)
    assert {row.file.member["name"]: row.overdue for row in rows} == {
        "张三": Overdue.TERM_OVER, "李四": Overdue.SUSPENSION_OVER,
    }  # fmt: skip
    assert counted(desk, date(2024, 1, 1)).get("OVERDUE") is None
    walk(desk, correction, 1)  # the conclusion
    (row,) = page(desk.session.db, 1, [correction], date(2026, 5, 1))
    assert (row.standing.until, row.overdue) == (None, None)
    opened(desk, li, "self_withdrawal_2019", date(2026, 11, 2))
    assert "李四" not in {
        row.file.member["name"]
        for row in page(desk.session.db, 1, listed(desk.session.db, known_at(desk), View.OVERDUE, TODAY), TODAY)
        if row.overdue is Overdue.SUSPENSION_OVER
    }


def test_the_list_is_narrowed_by_name_pinyin_branch_and_kind(desk: Desk) -> None:
    zhang, li = people_of(desk, "张三丰", "李四")
    first, second = opened(desk, zhang, "withdrawal"), opened(desk, li, "persuasion")
    assert found_by(desk, "三丰") == found_by(desk, "zsf") == found_by(desk, "退党") == [first]
    assert found_by(desk, "劝退") == found_by(desk, "ls") == [second]
    assert found_by(desk, "教工") == [first, second]
    assert found_by(desk, "没有") == []


def test_what_was_known_is_kept_but_for_what_was_touched_since(desk: Desk) -> None:
    """A list read again after a step, an undo or a decision tells the same as one read for the first time."""
    zhang, li = people_of(desk, "张三", "李四")
    first, second = opened(desk, zhang, "persuasion"), opened(desk, li, "persuasion")
    before = known_at(desk)
    walk(desk, first, 4)  # the last one a decision
    after = known_at(desk, before)
    assert after == known_at(desk)
    assert after.cases[second] is before.cases[second]
    assert after.cases[first].place == 4
    assert refer_clue(
        desk.session, li, None, "police", "公安局", "2026-11-02", matter="线索", materials="举报信"
    ).changed
    assert known_at(desk, after) == known_at(desk)
    assert known_at(desk, after).turns[second] is Turn.AUTHORITY
    undo(desk.session)
    undo(desk.colleague)
    again = known_at(desk, after)
    assert again == known_at(desk)
    assert again.cases[first].place == 3


def test_a_rejected_case_is_told_with_the_step_that_it_went_back_to(desk: Desk) -> None:
    number = case_of(desk, "persuasion", 3)
    step = file_of(desk, number).next_step
    assert step is not None
    back = replace(rightly(step, TODAY, "persuasion"), rejected=True, why="证据不足", confirmed=())
    assert record_step(desk.colleague, number, back).changed
    found = case_page(desk.session.db, 1, number, TODAY)
    assert found is not None
    where = found.row.standing
    assert where.step is not None
    assert (where.place, where.step.key, where.since) == (2, "proposal", "2026-11-20")


def test_the_page_of_a_case_names_the_members_other_cases(desk: Desk) -> None:
    (member,) = people_of(desk, "张三")
    first = opened(desk, member, "persuasion")
    walk(desk, first, answer="refuses")
    second = opened(desk, member, "removal_after_persuasion", date(2026, 11, 2))
    assert take(desk, second, days=1).changed
    found = case_page(desk.session.db, 1, second, TODAY)
    assert found is not None
    assert [(other.id, other.label, other.outcome) for other in found.others] == [(first, "劝退", "goes_on")]
    assert case_page(desk.session.db, 1, 99, TODAY) is None


def test_history_may_be_entered_for_somebody_who_has_left_the_roster(desk: Desk) -> None:
    zhang, li = people_of(desk, "张三", "张三丰")
    entered = {"decided_by": "甲党委", "document": "", "known": "支部大会通过"}
    record_history(desk.session, zhang, "persuasion", "2018-05-04", **entered)
    found = found_members(desk.session.db, 1, "张三", also_gone=True)
    assert [(each.member, each.gone) for each in found] == [(zhang, "2018-05-04"), (li, None)]
    assert [each.member for each in found_members(desk.session.db, 1, "张三")] == [li]
    assert record_history(desk.session, zhang, "correction", "2017-01-05", **entered).changed
    assert desk.all(f"SELECT gone FROM member WHERE id = {zhang}") == [("2018-05-04",)]
