"""A case of 组织处置 in words: what counts, what went back, was overtaken or is against the procedure, what is next."""

from dataclasses import replace
from datetime import date

from desks import Desk
from disposals import case_of, file_of, opened, people_of, prepare, rightly, under, walk
from offices import DEPARTMENT

from tui.rules.disposal.votes import Vote
from tui.screens.disposal_reading import head_text, whole_text
from tui.screens.disposal_text import Line, cells, lines, vote_words
from tui.store.commands.disposal_referrals import refer_clue
from tui.store.commands.disposal_steps import record_step
from tui.store.queries.disposal_ledger import CasePage, case_page

OFFICE = DEPARTMENT
TODAY = date(2026, 11, 20)


def page_of(desk: Desk, number: int) -> CasePage:
    found = case_page(desk.session.db, desk.session.unit, number, TODAY)
    assert found is not None
    return found


def lines_of(desk: Desk, number: int) -> list[Line]:
    return lines(page_of(desk, number), TODAY)


def states(desk: Desk, number: int) -> list[tuple[str, str]]:
    return [(line.label, line.state) for line in lines_of(desk, number)]


def test_a_case_sent_back_shows_why_and_what_is_to_be_done_again(desk: Desk) -> None:
    number = case_of(desk, "correction", 3)
    step = file_of(desk, number).next_step
    assert step is not None
    back = replace(rightly(step, TODAY, "correction"), rejected=True, why="证据不足", confirmed=())
    assert record_step(desk.colleague, number, back).changed
    assert states(desk, number)[:6] == [
        ("支部初步认定", "✓ 已办"), ("调查核实", "✓ 已办"), ("提出处置意见", "退回前"), ("预审", "✗ 退回"),
        ("提出处置意见", "▶ 下一步"), ("预审", ""),
    ]  # fmt: skip
    assert lines_of(desk, number)[3].said.startswith("退回：证据不足。")


def test_what_was_overtaken_and_what_is_against_the_procedure_is_told_with_the_reason(desk: Desk) -> None:
    zhang, li = people_of(desk, "张三", "李四")
    changed, wrong = opened(desk, zhang, "persuasion"), opened(desk, li, "persuasion")
    for number in (changed, wrong):
        walk(desk, number, 5)
    run = desk.session.db.execute_sql
    run("UPDATE disposal_step SET content = '另一种说法' WHERE disposal_case = ? AND step = 'proposal'", (changed,))
    run(
        "UPDATE disposal_step SET for_it = 9, against = 14 WHERE disposal_case = ? AND step = 'meeting'",
        (wrong,),
    )
    assert states(desk, changed)[:6] == [
        ("支部初步认定", "✓ 已办"), ("调查核实", "✓ 已办"), ("提出处置意见", "✓ 已办"), ("预审", "已被取代"),
        ("支部大会讨论表决", "已被取代"), ("预审", "▶ 下一步"),
    ]  # fmt: skip
    assert "有2件记载因案情已变被取代" in head_text(page_of(desk, changed), TODAY).plain
    assert cells(page_of(desk, changed).row, "", TODAY)[4].text == "重办：预审"
    step = file_of(desk, changed).next_step
    assert step is not None
    assert record_step(desk.colleague, changed, rightly(step, TODAY, "persuasion")).changed
    assert "有1件记载因案情已变被取代" in head_text(page_of(desk, changed), TODAY).plain
    meeting = lines_of(desk, wrong)[4]
    assert (meeting.state, meeting.said.startswith("支部大会没有通过。未通过：赞成9反对14弃权2")) == (
        "! 不合程序",
        True,
    )
    assert "有1步不合程序，须先改正：支部大会没有通过。" in head_text(page_of(desk, wrong), TODAY).plain


def test_who_must_do_the_next_step_and_what_no_source_prints_is_marked(desk: Desk) -> None:
    """不予承认（违规入党）: 中办发〔2013〕4号 prints no levels; they are the program's reading."""
    number = case_of(desk, "not_recognised_against_rules", 4)
    line = lines_of(desk, number)[4]
    assert (line.label, line.level, line.state) == ("县级以上党委组织部批准", "组织部※", "▶ 下一步")
    assert line.said == "由某大学党委组织部办理；审批，须有请示、批复，程序为本程序推定"
    member = file_of(desk, number).row["member"]
    refer_clue(desk.session, member, number, "discipline", "校纪委", "2020-08-03", matter="涉嫌伪造", materials="1份")
    assert lines_of(desk, number)[4].said.startswith("等待移送的线索办理结果；审批")


def test_the_whole_case_says_what_each_step_has_on_record(desk: Desk) -> None:
    under(desk, "2019")
    (member,) = people_of(desk, "张三")
    prepare(desk, member, "removal_after_persuasion")
    number = opened(desk, member, "removal_after_persuasion", date(2022, 3, 1))
    walk(desk, number, 4)
    refer_clue(desk.session, member, number, "police", "公安局", "2026-11-02", matter="线索", materials="来信1件")
    said = whole_text(page_of(desk, number), TODAY).plain
    for wanted in (
        "前一案件（本案以其结果为前提）：2018-12-02 劝退 已办结，转入下一程序",
        "事实：劝退已经批准：劝退已经批准（登记簿记载",
        "! 线索2026-11-02移送公安机关，结果未回，本件等待。",
        "本人陈述：本人陈述：认识到错误",
        "确认：事实清楚、理由充分、手续完备、程序规范、定性准确、审核严格、处置恰当、结果服众",
        "表决：通过：赞成20反对3弃权2，有表决权应到30实到25，应到32实到27",
        "材料：支部大会决议（案卷1页）",
        "2026-11-02移送公安机关（公安局）：线索；材料：来信1件；没有回执；结果未回",
        "依据：中组发〔2014〕21号：除名由组织部门预审、审批",
    ):
        assert wanted in said


def test_figures_that_are_no_vote_are_not_called_one() -> None:
    """《中国共产党支部工作条例（试行）》第十一条."""
    assert vote_words(Vote(30, 25, 20, 3, 2)).startswith("通过：")
    assert vote_words(Vote(30, 25, 15, 8, 2)).startswith("未通过：")
    assert vote_words(Vote(30, 14, 14, 0, 0)).startswith("不成表决（到会有表决权的党员不足应到的半数")
