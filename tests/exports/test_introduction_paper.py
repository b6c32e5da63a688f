"""The three parts of 中国共产党党员组织关系介绍信, as 组通字〔2006〕45号 has their words."""

from dataclasses import replace

import pytest
from docx_read import lines, paragraphs, struck
from paper_samples import EMPTY, LETTER

from exports.papers.introduction import introduction_bytes


def spoken(content: bytes) -> list[str]:
    """The lines without the blanks around what was filled in."""
    return ["".join(line.split()) for line in lines(content)]


def test_the_three_parts_have_the_words_of_the_form_with_every_field_filled_in() -> None:
    assert spoken(introduction_bytes(LETTER)) == [
        "党员介绍信存根",
        "第0000123号",
        "张明同志系中共（预备/正式）党员，组织关系由中共江南大学计算机学院委员会转到中共武进区湖塘镇委员会。",
        "贰零壹陆年壹拾贰月零伍日",
        "（贴回执联处）",
        *"第一联",
        "（加盖骑缝章）",
        "中国共产党党员组织关系介绍信",
        "第0000123号",
        "中共常州市武进区委组织部：",
        "张明同志（男/女），31岁，汉族，系中共（正式/预备）党员，身份证号码11010519491231002X，"
        "由中共江南大学计算机学院委员会去中共武进区湖塘镇委员会，请转接组织关系。"
        "该同志党费已交到贰零壹陆年壹拾贰月。",
        "（有效期叁拾天）",
        "（盖章）",
        "贰零壹陆年壹拾贰月零伍日",
        "党员联系电话或其他联系方式：13800138000",
        "党员原所在基层党委通讯地址：江苏省无锡市某某大道1800号",
        "联系电话：0510-12345678传真：0510-12345679邮编：214122",
        *"第二联",
        "中国共产党党员组织关系介绍信回执联",
        "第0000123号",
        "中共江南大学计算机学院委员会：",
        "张明同志的党员组织关系已转达我处，特此回复。",
        "（盖章）",
        "年月日",
        "经办人：联系电话：",
        "注：回执联由接收党员组织关系的基层党委在接收党员后一个月内邮寄或传真至党员原所在基层党委。",
        *"第三联",
    ]


@pytest.mark.parametrize(
    ("sex", "probationary", "out"),
    [("男", False, ["预备", "女", "预备"]), ("女", True, ["正式", "男", "正式"]), ("", None, [])],
)
def test_what_does_not_apply_is_struck_out_and_what_is_unknown_stays_open(
    sex: str, probationary: bool | None, out: list[str]
) -> None:
    assert struck(introduction_bytes(replace(LETTER, sex=sex, probationary=probationary))) == out


def test_an_empty_letter_is_the_blank_form() -> None:
    content = introduction_bytes(EMPTY["introduction"])
    said = spoken(content)
    assert said.count("第号") == 3
    assert (
        "同志（男/女），岁，族，系中共（正式/预备）党员，身份证号码，由去，请转接组织关系。该同志党费已交到年月。"
        in said
    )
    assert "（有效期天）" in said
    blanks = [run for each in paragraphs(content) for run in each.runs if run.font.underline]
    assert len(blanks) > 15
    assert all(len(run.text) >= 8 for run in blanks)


def test_dues_of_a_year_leave_the_month_open() -> None:
    assert any(
        "党费已交到贰零壹陆年月。" in line for line in spoken(introduction_bytes(replace(LETTER, dues_to="2016")))
    )
