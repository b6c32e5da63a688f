"""The papers of the ledgers read back: what each says, and what none of them ever holds."""

import re
from dataclasses import fields, is_dataclass, replace
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from docx.shared import Pt
from docx_read import lines, paragraphs, rows
from openpyxl import load_workbook
from paper_samples import (
    ARCHIVE,
    CASE,
    EMPTY,
    INQUIRY,
    ISSUE,
    JUDGEMENT,
    LIST,
    LONG,
    MEASURE,
    REGISTER,
    REMINDER,
    RETENTION,
    STATISTICS,
    USUAL,
    made,
)

from exports.papers.facts import Person
from exports.papers.introduction import IntroductionLetter
from exports.papers.letters import letter_end
from exports.papers.page import Paragraph, Signature

DOCUMENTS = sorted(set(USUAL) - {"receipt-statistics"})
OFFICIAL = ("reminder", "inquiry", "archive-inquiry")
HOSTILE = "\x1b[31m<w:p>&\u202e=1+1\u200b\ud800张\n明" + "e\u0301\u0302" * 3


def test_a_reminder_asks_for_every_receipt_by_number_and_gives_a_day() -> None:
    content = made(REMINDER)
    said = lines(content)
    assert said[:4] == [
        "内部",
        "江大组〔2016〕12号",
        "关于再次催要党员组织关系介绍信回执的函",
        "中共常州市武进区委组织部：",
    ]
    assert "下列2封介绍信，我单位已1次去函催要，至今未收到回执" in said[4]
    assert rows(content)[1] == ["1", "张明", "0000123", "2016.7.1", "2016.7.31", "中共武进区湖塘镇委员会", ""]
    assert rows(content)[2] == ["2", "李娜", "0000124", "2016.7", "", "", ""]
    assert "并于2017年1月10日前函复我单位" in said[-4]
    assert said[-3:] == ["中共江南大学委员会组织部", "2016年12月5日", "（联系人：李娜，联系电话：0519-12345678）"]
    assert lines(made(replace(REMINDER, times=1)))[2] == "关于催要党员组织关系介绍信回执的函"


def test_an_inquiry_names_the_register_what_is_asked_and_everybody_in_an_annex() -> None:
    content = made(INQUIRY)
    said = lines(content)
    assert said[3] == "无锡市公安局："
    assert "现有2名党员需请贵单位协助查找" in said[4]
    assert "请贵单位通过户籍系统协助查询上述党员的户籍所在地、现住址、联系电话" in said[5]
    assert said.index("附件：拟请协助查找的党员名单") < said.index("附件") < said.index("拟请协助查找的党员名单")
    (begins,) = [each for each in paragraphs(content) if each.text == "附件"]
    assert begins.paragraph_format.page_break_before
    assert [row[1:5] for row in rows(content)[1:]] == [
        ["张明", "男", "1985.7", "11010519491231002X"], ["李娜", "女", "1985.7", "11010519491231002X"],
    ]  # fmt: skip


def test_the_file_of_a_search_has_cover_facts_every_attempt_reasons_conduct_and_outcome() -> None:
    content = made(CASE)
    said = lines(content)
    assert "失联党员查找档案（一人一档）" in said
    assert "二、联系查找记录（2次）" in said
    log = rows(content, 1)
    assert log[1] == ["1", "2016.10.12", "直接联系", "电话", "王强", "本人", "号码已停机", "通话记录"]
    assert log[2][2:7] == ["人际查找", "亲属", "王强", "其父", "提供新号码"]
    cells = [cell for table in (0, 2) for row in rows(content, table) for cell in row]
    for label, words in (
        ("姓名", "张明"), ("最后联系", "2008年6月"), ("失联时间", "8年5个月"), ("失去联系情形", "毕业后去向不明"),
        ("失联原因", CASE.reasons), ("失联期间\n现实表现", CASE.conduct), ("查找结果", "取得联系"),
        ("认定日期", "2016年11月20日"), ("认定人", "王强"), ("下一步工作", CASE.next_step),
    ):  # fmt: skip
        assert cells[cells.index(label) + 1] == words


def test_a_case_without_attempts_has_room_to_write_them_down() -> None:
    assert rows(made(EMPTY["search-file"]), 1)[1:] == [[""] * 8] * 5


@pytest.mark.parametrize(
    ("paper", "labels"),
    [(JUDGEMENT, ("失联时间", "失联原因", "失联前的表现", "联系查找情况", "失联性质认定", "党支部意见",
                  "基层党委意见")),
     (RETENTION, ("出国（境）\n事由", "本人申请", "院（系）\n党组织\n审批意见", "组织部\n登记备案")),
     (MEASURE, ("条件", "拟采取措施", "理由", "依据", "办理事项", "后续跟踪", "党支部意见", "组织部意见"))],
)  # fmt: skip
def test_a_form_has_its_boxes_in_order_and_says_that_its_layout_is_ours(paper: Any, labels: tuple[str, ...]) -> None:
    content = made(paper)
    cells = [row[0] for row in rows(content)]
    found = [cells.index(label) if label in cells else -1 for label in labels if "\n事由" not in label]
    assert found == sorted(found)
    assert -1 not in found
    assert lines(content)[-1].startswith("注：本表式样未见统一印制")


def test_a_judgement_states_time_reason_conduct_before_and_judgement_and_who_signed() -> None:
    by_label = {row[0]: row[-1] for row in rows(made(JUDGEMENT))}
    assert rows(made(JUDGEMENT))[7][1] == "2008年6月起，8年5个月"
    assert by_label["失联前的表现"] == JUDGEMENT.conduct_before
    assert by_label["失联性质认定"] == JUDGEMENT.judgement
    assert by_label["党支部意见"] == "经支部大会讨论，同意。\n党支部书记（签字）：王强\n2016年12月6日"


def test_a_measure_shows_each_condition_with_day_person_and_evidence() -> None:
    found = [row for row in rows(made(MEASURE)) if row[1] == "符合"]
    assert [row[0] for row in found] == [each.asked for each in MEASURE.conditions]
    assert found[0][3:] == ["2016.11.25", "王强", "谈话记录"]


def test_a_letter_about_materials_numbers_what_is_asked_and_lists_the_materials() -> None:
    content = made(ARCHIVE)
    said = lines(content)
    assert "张明同志（男，公民身份证号11010519491231002X）的党员组织关系于2010年7月由贵单位转入我单位。" in said[4]
    assert said[5:8] == [
        "1. 核实《中国共产党入党志愿书》下落，补寄原件。", "2. 就政治审查材料的来源和真实性出具说明。",
        "请于2017年1月10日前函复我单位。",
    ]  # fmt: skip
    expected = [["1", "中国共产党入党志愿书", "2006.12.5", "", "缺失", "未随档案转来"],
                ["2", "入党申请书", "2005.3", "4", "齐全", ""]]  # fmt: skip
    assert rows(content)[1:3] == expected
    assert rows(made(LIST), 1)[1:3] == expected


def test_the_register_of_certificates_lies_across_and_lists_all() -> None:
    section = Document(BytesIO(made(REGISTER))).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    listed = rows(made(REGISTER))
    assert listed[0][1:4] == ["证件编号", "姓名", "所在党支部"]
    assert [row[0] for row in listed[1:]] == ["1", "2", "3"]


def test_the_statistics_of_receipts_have_the_columns_as_printed_and_both_rows() -> None:
    sheet = load_workbook(BytesIO(made(STATISTICS))).worksheets[0]
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert (cells[0][0], cells[1][0]) == ("附件4", "2016年度党员组织关系回执情况统计表")
    assert (cells[2][0], cells[2][5]) == ("填报单位：计算机学院委员会", "填报时间：2016年10月")
    assert cells[3] == ["项目", "总数", "研究生", "本科生", "专科生", "省内", "省外", "回执收（寄）数"]
    assert cells[4] == ["转入组织关系数", 12, 8, 3, 0, 7, 5, 11]
    assert cells[5] == ["转出组织关系数", 230, 60, 160, 2, 150, 80, 201]


@pytest.mark.parametrize("kind", OFFICIAL)
def test_an_official_letter_is_set_by_gb_t_9704(kind: str) -> None:
    document = Document(BytesIO(made(USUAL[kind])))
    section = document.sections[0]
    edges = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(edge.mm) for edge in edges if edge] == [37, 35, 28, 26]
    assert [round(edge.mm) for edge in (section.page_width, section.page_height) if edge] == [210, 297]
    by_text = {each.text: each for each in document.paragraphs}
    marking, title = by_text["内部"].runs[0].font, next(t for t in by_text if t.startswith("关于"))
    assert (marking.name, marking.size) == ("黑体", Pt(16))
    assert (by_text[title].runs[0].font.name, by_text[title].runs[0].font.size) == ("方正小标宋简体", Pt(22))
    text = document.paragraphs[5]
    assert (text.runs[0].font.name, text.runs[0].font.size) == ("仿宋_GB2312", Pt(16))
    assert text.paragraph_format.line_spacing == Pt(28)
    assert text.paragraph_format.first_line_indent == Pt(32)
    assert document.settings.odd_and_even_pages_header_footer
    footer = section.footer.paragraphs[0]
    assert (footer.text, footer.runs[2]._r.xpath("string(w:instrText)")) == ("—  —", "PAGE")


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_the_same_paper_gives_the_same_bytes_and_points_nowhere(kind: str) -> None:
    content = made(USUAL[kind])
    assert content == made(USUAL[kind])
    with ZipFile(BytesIO(content)) as parts:
        assert {entry.date_time for entry in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        names = parts.namelist()
        whole = b"".join(parts.read(name) for name in names)
    assert not [name for name in names if re.search("vba|macro|thumbnail|customXml|embed", name, re.IGNORECASE)]
    assert b"TargetMode" not in whole
    assert b"<w:hyperlink" not in whole
    about = Document(BytesIO(content)).core_properties
    assert (about.author, about.last_modified_by) == ("", "")
    assert about.created == about.modified
    assert about.created is not None
    assert about.created.year == 2016


def poisoned(value: Any) -> Any:
    """The paper with hostile words in every text that is no date."""
    if isinstance(value, str):
        return value if re.fullmatch(r"\d{4}(-\d\d){0,2}", value) or value in ("男", "") else HOSTILE
    if isinstance(value, (list, tuple)):
        return [poisoned(each) for each in value]
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: poisoned(getattr(value, each.name)) for each in fields(value)})
    return value


@pytest.mark.parametrize("kind", sorted(USUAL))
def test_hostile_texts_stay_texts(kind: str) -> None:
    content = made(poisoned(USUAL[kind]))
    if kind == "receipt-statistics":
        cells = [cell for row in load_workbook(BytesIO(content)).worksheets[0] for cell in row if cell.value]
        assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
        said = [str(cell.value) for cell in cells]
    else:
        said = lines(content)
    assert any("[31m<w:p>&=1+1" in line for line in said)
    assert not re.search("[\x00-\x08\x0b-\x1f\u200b\u202e\ud800-\udfff]", "".join(said))


@pytest.mark.parametrize("kind", OFFICIAL)
def test_no_text_of_a_letter_begins_a_paragraph_of_its_own(kind: str) -> None:
    of = [len(Document(BytesIO(made(paper))).paragraphs) for paper in (USUAL[kind], poisoned(USUAL[kind]))]
    assert of[0] == of[1]


def test_several_attachments_are_numbered_below_one_another() -> None:
    end = letter_end(ISSUE, ("名单", "清单"))
    assert [part.words for part in end if isinstance(part, Paragraph)][:2] == ["附件：1. 名单", "　　　2. 清单"]
    assert letter_end(ISSUE)[0] == Signature(ISSUE.unit, ISSUE.day)


@pytest.mark.parametrize("kind", DOCUMENTS)
@pytest.mark.parametrize("group", [LONG, EMPTY], ids=["long", "empty"])
def test_a_paper_is_made_of_the_longest_texts_and_of_none(kind: str, group: dict[str, Any]) -> None:
    assert lines(made(group[kind]))


def test_no_text_of_the_longest_letter_is_lost() -> None:
    said = "".join(lines(made(LONG["introduction"])))
    for field in fields(IntroductionLetter):
        words = getattr(LONG["introduction"], field.name)
        if isinstance(words, str) and field.name not in ("dues_to", "issued_on", "sex", "nation"):
            assert words in said


def test_a_person_is_printed_from_the_register_in_words() -> None:
    person = Person.of(
        {"name": "张明", "sex": "male", "nation": "汉族", "birth": "1985-07", "category": "full",
         "joined": "2006-12-05", "landline": "0519-1"}, "第三党支部",
    )  # fmt: skip
    assert (person.sex, person.category, person.phone, person.branch) == ("男", "正式党员", "0519-1", "第三党支部")
    assert (person.birth, person.joined, person.full_at) == ("1985-07", "2006-12-05", "")


def test_a_letter_without_number_or_contact_prints_neither() -> None:
    said = lines(made(replace(REMINDER, issue=replace(ISSUE, number="", contact="", phone=""))))
    assert said[1].startswith("关于")
    assert said[-1] == "2016年12月5日"
