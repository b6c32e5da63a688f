"""规范管理 in words: what a member's history and the pages say of a case, and what they say of one without anything."""

from people import arrival, take_in
from vaults import NOON

from tui.rules.regularization import Fact, Measure, Origin
from tui.screens.history_text import lines
from tui.screens.regular_text import basis_text, permits_text, proposal_text, statistics_text
from tui.screens.regular_text import lines as case_lines
from tui.store.commands.regular_steps import take_step
from tui.store.commands.regularization import decide_measure, open_case, record_fact, refer_clue, withdraw
from tui.store.queries.history import member_history
from tui.store.queries.regularization import PermitRow, case, measure_counts
from tui.store.session import Session
from tui.store.vault import Vault

ON = NOON.date().isoformat()


def test_a_members_history_tells_of_the_facts_the_referral_and_the_withdrawal(branch: Vault) -> None:
    take_in(branch, arrival("张三"))

    def acts(session: Session) -> None:
        open_case(session, 1, Origin.FOUND, ON)
        record_fact(session, 1, Fact.CLEAN, "clue", who="赵六", on_day="2026-11-02", evidence="举报信")
        refer_clue(session, 1, "discipline", "2026-11-03")
        withdraw(session, 1, ON, "另案办理")

    branch.write(acts).result()
    history = branch.read(member_history, 1).result()
    withdrawn, referred, found, opened, _imported = [lines(event.rows, history) for event in history.events]
    assert opened == ["规范管理：无 → 待核实"]
    assert "规范管理：待核实 → 线索移送，有违纪违法线索，须移送" in found
    assert "规范管理·核实：无 → 调查核实，有违纪违法线索，须移送，2026-11-02，赵六，举报信" in found
    assert any(line.endswith("举报信，2026-11-03移送") for line in referred)
    assert withdrawn == ["规范管理：线索移送，有违纪违法线索，须移送 → 已撤回，另案办理"]


def test_the_page_of_a_case_says_what_is_proposed_on_what_basis_and_what_comes_next(branch: Vault) -> None:
    take_in(branch, arrival("张三"))

    def acts(session: Session) -> None:
        open_case(session, 1, Origin.ABROAD, ON, {"whereabouts": "abroad_study", "graduate": "yes"})
        seen = case(session.db, 1, 1, 1)
        assert "保留组织关系。出国（境）留学" in proposal_text(seen).plain
        assert "组通字〔2015〕33号" in basis_text(seen).plain
        decide_measure(session, 1, Measure.KEEP_ABROAD, ON)
        said = {"on_day": ON, "who": "本人", "evidence": "申请书"}
        take_step(session, 1, "application", said)

    branch.write(acts).result()
    found = branch.read(case, 1, 1, 1).result()
    states = {line.label: line.state for line in case_lines(found)}
    assert (states["本人提出书面申请"], states["院（系）党组织审批"], states["暂停组织生活"]) == ("已办", "下一步", "")
    assert not any(label.startswith("核实") for label in states)
    counted = statistics_text(branch.read(measure_counts, 1, ON).result(), ON, "甲党委").plain
    assert "保留组织关系                      1           0" in counted
    assert "停止党籍                          0           0" in counted


def test_the_register_of_permits_says_of_each_where_why_and_whether_it_was_checked_and_given_back() -> None:
    checked = PermitRow(
        1, 1, "张三", "教工支部", None, "苏0001", "2026-11-10", "深圳", "changing_jobs", "2025-03", "2027-11", None
    )
    text = permits_text([checked, checked._replace(number="苏0002", reason=None, checked_on=None, returned_on="2028")])
    first, second = text.plain.split("\n\n")[1].split("苏0002")
    assert "苏0001  张三  教工支部  2026-11-10 发证  在用" in first
    assert "外出原因：非公企业跳槽频繁  地点：深圳  外出时间：2025-03  最近年审：2027-11" in first
    assert "2028 交回" in second
    assert "没有年审" in second
