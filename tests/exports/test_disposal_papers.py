"""The papers of 组织处置 say what is on record of the case, in the words of its kind, and leave room for the rest."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from desks import Desk
from disposal_samples import AS_OF, BRANCH, COMMITTEE, desk_with, finished, made, papers_of
from disposals import OPENED, file_of, opened, rightly, walk
from docx_read import lines, rows
from offices import DEPARTMENT
from registers import Register

from exports.papers.disposal_papers import paper_choices, write_disposal_paper, write_referral_letter
from exports.papers.disposal_referral import listed
from exports.papers.disposal_registry import PREPARED
from exports.papers.disposal_wording import called, wording
from tui.rules.disposal.procedures import PROCEDURES, Act
from tui.rules.disposal.votes import Vote
from tui.store.commands.disposal_referrals import refer_clue
from tui.store.commands.disposal_steps import record_step
from tui.store.queries.disposal_papers import DisposalPaper, PaperKey

OFFICE = DEPARTMENT
BY_PEOPLE = {"退党申请书", "调查核实材料", "本人陈述", "谈话记录", "商转函", "恢复党籍申请书"}
"""Papers that people write, or that the archives' ledger writes; the catalogue lists them."""
MATTERS = {
    "withdrawal": "宣布张三同志退党除名",
    "correction": "对张三同志作出限期改正处置",
    "persuasion": "劝张三同志退党",
    "removal_after_persuasion": "将劝而不退的张三同志除名",
    "self_withdrawal_2016": "对张三同志按自行脱党予以除名",
    "self_withdrawal_2019": "对张三同志按自行脱党予以除名",
    "probation_cancelled": "取消张三同志预备党员资格",
    "probation_extended": "延长张三同志预备期",
    "not_recognised_against_rules": "不予承认张三党员身份",
    "not_recognised_false": "不予承认张三党员身份",
    "not_recognised_letter_only": "不予承认张三党员资格",
    "suspension_lost": "停止张三同志党籍",
    "suspension_settled": "停止张三同志党籍",
    "suspension_abroad": "停止张三同志党籍",
    "restoration": "恢复张三同志党籍",
}
HIGHEST = DEPARTMENT.unit
STAYS = {"correction", "persuasion", "probation_extended", "restoration"}
"""Kinds after which whoever is told is still a comrade."""


@pytest.fixture
def persuasion(office: Register, tmp_path: Path) -> Iterator[tuple[Desk, int]]:
    """A desk and the row id of a 劝退 that was opened there."""
    desk, member = desk_with(office, tmp_path, "persuasion")
    yield desk, opened(desk, member, "persuasion")
    desk.session.db.close()


def said(paper: DisposalPaper) -> str:
    return "\n".join(lines(made(paper)))


def one(papers: list[DisposalPaper], name: str) -> DisposalPaper:
    return [each for each in papers if each.name == name][-1]


def printed(day: str) -> str:
    year, month, last = day.split("-")
    return f"{year}年{int(month)}月{int(last)}日"


def test_what_the_procedures_name_is_prepared_or_written_by_people() -> None:
    named = {name for each in PROCEDURES.values() for step in each.steps for name in step.papers}
    assert named - PREPARED.keys() == BY_PEOPLE
    assert MATTERS.keys() == PROCEDURES.keys()


@pytest.mark.parametrize("kind", PROCEDURES)
def test_every_paper_of_every_kind_says_the_case_in_the_words_of_its_kind(
    office: Register, tmp_path: Path, kind: str
) -> None:
    desk, member = desk_with(office, tmp_path, kind)
    papers = papers_of(desk, finished(desk, member, kind))
    procedure, matter = PROCEDURES[kind], MATTERS[kind]
    wanted = [name for step in procedure.steps for name in step.papers if name in PREPARED]
    assert [each.name for each in papers] == wanted
    votes = [step for step in procedure.steps if step.act is Act.VOTE]
    for paper in papers:
        text, on = said(paper).replace("张三同志\n", "张三同志"), paper.step.on  # a long title is on two lines
        assert "张三" in text
        match paper.name:
            case "处置意见":
                assert f"关于{matter}的处置意见" in text
                assert procedure.basis[0] in text
                assert "11010519491231002X" in text
                assert text.splitlines()[-1] == printed(on)
            case "支部大会决议":
                assert f"支部大会关于{matter}的决议" in text
                assert f"时间：{printed(on)}" in text
                assert "应到会党员32（叁拾贰）名，实到会27（贰拾柒）名" in text
                assert "有表决权的应到会30（叁拾）名，实到会25（贰拾伍）名" in text
                assert "赞成20（贰拾）票，反对3（叁）票，弃权2（贰）票" in text
                assert f"并报上级党组织{'备案' if kind == 'withdrawal' else '批准'}" in text
                assert "支部书记 赵六" in text
            case "请示" | "备案报告":
                assert f"{matter}" in text.partition("：\n")[0]
                assert "签发人：______" in text
                assert f"{paper.addressee}：" in text.splitlines()
                assert text.splitlines()[-2:] == ["____年__月__日", "（联系人：______，联系电话：______）"]
            case "批复":
                assert f"关于{matter}的批复" in text
                assert paper.step.document in text
                assert "不同意" not in text
                assert text.splitlines()[-1] == printed(on)
            case "通知书":
                whom = "张三同志" if kind in STAYS else "张三"
                assert f"{whom}：" in text.splitlines()
                assert ("支部大会讨论通过" in text) == bool(votes)
                assert "11010519491231002X" not in text
                assert "自____年__月__日" not in text
                assert ("期限自20" in text) == (kind in ("correction", "probation_extended"))
                assert ("党章第四条" in text) == ("自批准之日" in text or kind in STAYS)
            case "失联定性表" | "查找记录":
                assert "2016年2月" in text
            case "改正情况结论":
                until = next(each.until for each in paper.before if each.until)
                decided = next(each.on for each in paper.before if each.step.act is Act.DECIDE)
                assert f"自{printed(decided)}至{printed(until)}" in text
                assert "期限内已经改正" in text
            case "送达回证":
                for words in ("留置送达", "拒绝签收", "见证人", f"关于{matter}的通知书"):
                    assert words in text
    desk.session.db.close()


@pytest.mark.parametrize(("kind", "steps", "ways"), [
    ("correction", 3, {"请示": (BRANCH, COMMITTEE), "预审意见": (COMMITTEE, BRANCH)}),
    ("persuasion", 3, {"请示": (COMMITTEE, HIGHEST), "预审意见": (HIGHEST, COMMITTEE)}),
    ("withdrawal", 2, {"备案报告": (BRANCH, COMMITTEE)}),
    ("not_recognised_letter_only", 1, {"处置意见": (COMMITTEE, BRANCH), "请示": (COMMITTEE, HIGHEST)}),
    ("not_recognised_false", 3, {"请示": (BRANCH, COMMITTEE)}),
    ("restoration", 2, {"请示": (COMMITTEE, HIGHEST)}),
])  # fmt: skip
def test_who_writes_to_whom_follows_the_level_of_the_step_and_passes_nobody_over(
    office: Register, tmp_path: Path, kind: str, steps: int, ways: dict[str, tuple[str, str]]
) -> None:
    desk, member = desk_with(office, tmp_path, kind)
    number = opened(desk, member, kind)
    walk(desk, number, steps)
    due = [each for each in papers_of(desk, number) if each.due]
    assert {each.name: (each.author, each.addressee) for each in due} == ways
    walk(desk, number)
    again = [each for each in papers_of(desk, number) if each.name == "请示"]
    assert all(each.author != each.addressee for each in again)
    if kind == "not_recognised_letter_only":
        assert "4. 处置意见" in said(again[0])
    desk.session.db.close()


def test_a_title_that_one_line_does_not_hold_is_parted_after_the_name(office: Register, tmp_path: Path) -> None:
    desk, member = desk_with(office, tmp_path, "correction")
    number = opened(desk, member, "correction")
    walk(desk, number, 3)
    request, review = (said(each).splitlines() for each in papers_of(desk, number) if each.due)
    assert request[3:5] == ["关于提请预审对张三同志", "作出限期改正处置意见的请示"]
    assert review[1] == "关于对张三同志作出限期改正处置的预审意见"
    desk.session.db.close()


def test_before_its_step_a_paper_leaves_everything_unknown_to_be_written(persuasion: tuple[Desk, int]) -> None:
    desk, number = persuasion
    walk(desk, number, 4)
    papers = papers_of(desk, number)
    due = [each for each in papers if each.due]
    assert [each.name for each in due] == ["支部大会决议"]
    text = said(due[0])
    assert "时间：____年__月__日" in text
    assert "应到会党员______名，实到会______名" in text
    assert "赞成______票，反对______票，弃权______票。\n" in text
    assert "表决通过" not in text
    walk(desk, number, 1)
    reply = one(papers_of(desk, number), "批复")
    assert "______（同意，或者退回并写明理由）劝张三同志退党。" in said(reply)
    assert said(reply).splitlines()[-1] == "____年__月__日"


def test_what_is_sent_back_or_not_passed_says_so_with_the_reason(persuasion: tuple[Desk, int]) -> None:
    desk, number = persuasion
    walk(desk, number, 4)
    step = file_of(desk, number).next_step
    assert step is not None
    lost = replace(
        rightly(step, OPENED + timedelta(days=200), "persuasion"), vote=Vote(30, 25, 10, 13, 2), rejected=True
    )
    assert record_step(desk.session, number, lost).changed
    text = said(one(papers_of(desk, number), "支部大会决议"))
    assert "没有通过" in text
    assert "会议决定：劝" not in text
    session = desk.session
    labels = [each.label for each in paper_choices(session.db, session.unit, session.campaign, number, AS_OF)]
    assert [label for label in labels if "没有通过" in label] == [label for label in labels if "支部大会决议" in label]
    walk(desk, number, 3)
    step = file_of(desk, number).next_step
    assert step is not None
    back = replace(rightly(step, OPENED + timedelta(days=400), "persuasion"), rejected=True, why="谈话记录没有本人签字")
    assert record_step(desk.colleague, number, back).changed
    papers = papers_of(desk, number)
    reply = next(each for each in papers if each.name == "批复")
    assert "一、不同意你单位关于劝张三同志退党的意见，退回重新办理。" in said(reply)
    assert "理由：谈话记录没有本人签字。" in said(reply)
    assert [each.name for each in papers if each.due] == ["处置意见"]
    opinion = one(papers, "处置意见")
    assert [each.step.key for each in opinion.before] == ["determination", "investigation"]


def test_a_clue_is_referred_with_its_materials_one_by_one_and_a_receipt(
    persuasion: tuple[Desk, int], tmp_path: Path
) -> None:
    desk, number = persuasion
    refer_clue(
        desk.session, file_of(desk, number).row["member"], number, "discipline", "某市纪律检查委员会", "2020-02-03",
        matter="涉嫌收受礼金", materials="谈话记录、证言（王五、赵六）；转账凭证", document="组函〔2020〕3号",
    )  # fmt: skip
    paper = one(papers_of(desk, number), "移交线索函")
    text = said(paper)
    for words in (
        "组函〔2020〕3号",
        "某市纪律检查委员会：",
        "涉嫌收受礼金。",
        "2020年2月3日",
        "线索移交回执",
        "（3项）",
    ):
        assert words in text
    assert [row[1] for row in rows(made(paper))[1:]] == ["谈话记录", "证言（王五、赵六）", "转账凭证"]
    member = file_of(desk, number).row["member"]
    refer_clue(
        desk.session, member, None, "police", "某市公安局", "2020-02-03", matter="涉嫌诈骗", materials="报案记录"
    )
    alone = lines(write_referral_letter(desk.session, tmp_path / "out", 2).path.read_bytes())
    assert "某市公安局：" in alone
    clues = [each for each in papers_of(desk, number) if each.name == "移交线索函"]
    assert [said(each) for each in clues] == [text, "\n".join(alone)]
    with pytest.raises(KeyError):
        write_referral_letter(desk.session, tmp_path / "out", 3)
    assert listed("检查；；材料、") == ["检查", "材料"]


def test_the_catalogue_lists_every_paper_on_file_in_order(persuasion: tuple[Desk, int]) -> None:
    desk, number = persuasion
    walk(desk, number)
    catalogue = one(papers_of(desk, number), "案卷目录")
    listed_rows = rows(made(catalogue))[1:]
    procedure = PROCEDURES["persuasion"]
    named = [name for step in procedure.steps for name in step.papers if name != "案卷目录"]
    assert [row[3] for row in listed_rows] == named
    assert {row[5] for row in listed_rows} == {"案卷1页"}
    assert listed_rows[named.index("本人陈述")][2] == "张三", "what the member wrote is his"
    replied = listed_rows[named.index("批复")]
    assert replied[1:3] == ["审批第1号", HIGHEST]
    assert listed_rows[named.index("通知书")][4] == file_of(desk, number).standing[6].row["on_day"].replace("-0", ".") \
        .replace("-", ".")  # fmt: skip


def test_papers_that_are_needed_now_stand_first_and_one_is_written_and_noted(
    persuasion: tuple[Desk, int], tmp_path: Path
) -> None:
    desk, number = persuasion
    walk(desk, number, 5)
    session = desk.session
    choices = paper_choices(session.db, session.unit, session.campaign, number, AS_OF)
    assert [each.label for each in choices[:2]] == [f"请示（审批，下一步，{COMMITTEE}制发）", "批复（审批，下一步）"]
    assert [each.due for each in choices].count(True) == 2
    assert choices[2].key.name == "案卷目录"
    assert choices[3].key.name == "支部大会决议"
    folder = tmp_path / "out"
    written = write_disposal_paper(desk.session, folder, number, choices[3].key)
    assert "支部大会关于劝张三同志退党的决议" in lines(written.path.read_bytes())
    ((body,),) = desk.all("SELECT body FROM entry ORDER BY seq DESC LIMIT 1")
    assert json.loads(str(body))["detail"]["paper"] == "disposal-resolution"
    with pytest.raises(KeyError):
        write_disposal_paper(desk.session, folder, number, PaperKey("批复", 99))


def test_a_kind_of_a_local_file_is_worded_by_its_own_name_whatever_that_is() -> None:
    local = replace(PROCEDURES["persuasion"], key="local", label="诫{who}勉{}")
    assert wording(local).matter.format(who="张三同志") == "对张三同志作出诫{who}勉{}处置"
    assert (called(local, "张三"), called(local, "张三", afterwards=True)) == ("张三同志", "张三")


def test_hostile_texts_begin_no_line_of_their_own_and_break_no_paper(office: Register, tmp_path: Path) -> None:
    name = "\x1b[31m{who}<w:p>&[/]=1+1张" + "三" * 40
    desk, member = desk_with(office, tmp_path, "correction", name)
    number = opened(desk, member, "correction")
    refer_clue(
        desk.session,
        member,
        number,
        "police",
        name,
        "2020-02-03",
        matter=f"{name}\n{name}",
        materials=f"{name}；{name}",
    )
    for paper in papers_of(desk, number):
        for line in lines(made(paper)):
            assert "\x1b" not in line
            assert "\n" not in line
        assert "{who}<w:p>&[/]=1+1张" in said(paper)
    desk.session.db.close()
