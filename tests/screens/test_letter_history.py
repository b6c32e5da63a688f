"""What happened to a letter is told in a member's history in words, and in his card as what it came to."""

from people import arrival, take_in
from vaults import NOON

from tui.screens.history_text import lines
from tui.store.commands.letter_follow_ups import FollowUp, follow_up
from tui.store.commands.letter_issue import LetterText, issue_letter, void_letter
from tui.store.queries.history import member_history
from tui.store.vault import Vault

TODAY = NOON.date().isoformat()


def test_a_letters_way_is_told_in_words(committee: Vault) -> None:
    take_in(committee, arrival("张三", category="full"))
    committee.write(issue_letter, 1, LetterText("中共甲市委组织部", "甲市乙局", TODAY, 30)).result()
    committee.write(follow_up, [1], FollowUp(TODAY, "赵一", "receiver", "phone", "pocket", "未报到")).result()
    committee.write(void_letter, 1, "抬头写错", TODAY).result()
    history = committee.read(member_history, 1).result()
    voided, asked, issued, _ = ([*lines(event.rows, history)] for event in history.events)
    assert "排查对象：正式组织关系在本支部 → 转出后未收到回执" in issued
    assert "介绍信（20260001）·开具单位：空 → 计算机学院党委" in issued
    assert "介绍信（20260001）·党员类别：空 → 正式" in issued
    assert asked == [
        f"介绍信跟踪·日期：空 → {TODAY}", "介绍信跟踪·跟踪人：空 → 赵一", "介绍信跟踪·询问对象：空 → 接收单位",
        "介绍信跟踪·联系方式：空 → 电话", "介绍信跟踪·结果：空 → 未落实（“口袋”党员）", "介绍信跟踪·说明：空 → 未报到",
    ]  # fmt: skip
    assert "介绍信（20260001）·了结：空 → 作废" in voided
    assert "介绍信（20260001）·了结说明：空 → 抬头写错" in voided
