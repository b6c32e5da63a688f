"""What a member's card says of his disposals, and that it is drawn on the card and beside the list."""

from desks import Desk
from disposals import opened, people_of, walk
from offices import DEPARTMENT

from tui.rules.checks import Check, Stage
from tui.screens.card_text import checks_text
from tui.screens.member_pane import member_text
from tui.store.commands.disposal_cases import record_history, withdraw_case
from tui.store.commands.disposal_referrals import refer_clue
from tui.store.queries.disposal_lines import disposal_lines
from tui.store.queries.focused import focused_card
from tui.store.queries.members import member_card

OFFICE = DEPARTMENT


def test_the_card_says_which_step_is_next_and_what_was_decided(desk: Desk) -> None:
    (member,) = people_of(desk, "张三")
    assert disposal_lines(desk.session.db, member) == ()
    number = opened(desk, member, "persuasion")
    walk(desk, number, 2)
    assert disposal_lines(desk.session.db, member) == ("劝退 办理中（第3步：提出处置意见）",)
    refer_clue(desk.session, member, number, "discipline", "区纪委", "2026-05-01", matter="反映问题", materials="1份")
    assert disposal_lines(desk.session.db, member) == ("劝退 办理中（第3步：提出处置意见），线索移送待结果",)
    withdraw_case(desk.session, number, "2026-05-02", "线索另办")
    record_history(
        desk.session, member, "suspension_lost", "2026-03-02", decided_by="甲党委", document="", known="支部大会通过"
    )
    assert disposal_lines(desk.session.db, member) == ("停止党籍（失去联系） 历史补录（停止党籍，2026-03-02起）",)
    card = member_card(desk.session.db, desk.session.campaign, member)
    assert card is not None
    assert "组织处置：停止党籍（失去联系） 历史补录" in member_text(card, "2026-11-20").plain
    focused = focused_card(desk.session.db, desk.session.campaign, member)
    assert focused is not None
    assert "组织处置：停止党籍" in checks_text(focused, Check.ROSTER, Stage.SELF_CHECK, 80).plain
