"""The review before an import names every difference: fields, branch, unmapped columns, findings, the campaign."""

import pytest

from tui.intake.differences import Difference
from tui.rules.validity import FindingCode
from tui.screens.arrivals import difference_text


@pytest.mark.parametrize(
    ("difference", "text"),
    [
        (Difference("work", "", "学生"), "工作岗位：空 > 学生"),
        (Difference("sex", "male", "female"), "性别：男 > 女"),
        (Difference("branch", "学生第一党支部", "学生第二党支部"), "所在党支部：学生第一党支部 > 学生第二党支部"),
        (Difference("extra", "讲师", "教授", "职称"), "其他栏目（职称）：讲师 > 教授"),
        (Difference("extra", "", "先进", "荣誉"), "其他栏目（荣誉）：空 > 先进"),
        (Difference("findings", "B05", "V01a B06"),
         "问题：缺少籍贯 > 公民身份号码不是18位（或旧15位）、没有手机号码，也没有固定电话"),
        (Difference("findings", "", "B05"), "问题：无 > 缺少籍贯"),
        (Difference("findings", "B05", ""), "问题：缺少籍贯 > 无"),
        (Difference("findings", "Z99", ""), "问题：Z99 > 无"),
        (Difference("subject", "", "王伟"), "列入本次排查：否 > 是"),
    ],
)  # fmt: skip
def test_a_difference_is_one_short_text(difference: Difference, text: str) -> None:
    assert difference_text(difference) == text


@pytest.mark.parametrize("what", ["idno", "phone", "extra"])
def test_numbers_of_people_are_masked(what: str) -> None:
    text = difference_text(Difference(what, "", "11010519491231002X" if what != "phone" else "13812345678", "证件"))
    assert "19491231" not in text
    assert "2345" not in text


def test_every_finding_has_its_sentence() -> None:
    for code in FindingCode:
        assert code.sentence.rstrip("。") in difference_text(Difference("findings", code.value, ""))


def test_control_characters_of_a_header_are_not_shown() -> None:
    assert "\x1b" not in difference_text(Difference("extra", "\x1b[1m", "\x1b[2J甲", "栏\x1b[0m"))
