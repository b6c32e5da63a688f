"""What a verification leaves on paper: the sheet for the visit, and the report on the branch (核查情况报告).

The report ends in the four kinds of proposals of 《关于开展党员组织关系排查工作的通知》 section 2 step 4. No layout
of either paper was found; theirs follows the notice's words and GB/T 9704-2012 for the page [inferred].
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Final

from exports.media import Written, write_file
from exports.naming import unit_in_name
from exports.reports.prose import Paragraph, prose_file
from exports.reports.sheets import Column, SheetTable, tables_file
from tui.rules.checks import Check, Verdict
from tui.rules.comparison import in_words
from tui.rules.verification import Answer, Part, RequestState, share
from tui.store import journal
from tui.store.commands.exporting import note_exported
from tui.store.queries import double_check, units
from tui.store.queries.double_check import BothLooks, BranchCoverage
from tui.store.queries.requests import StoredRequest, standings
from tui.store.queries.verification_sheet import Line, Named, names, sheet
from tui.store.session import Session

NAMES_SHOWN: Final = 30
"""So many names stand in a sentence of the report; the sheet for the visit lists everybody."""
_SIGNED: Final = "核查人（签字）：                    党支部书记（签字）："
_SHEET: Final = (
    Column("查核", 11), Column("内容", 24, centred=False), Column("库中情况", 24, centred=False), Column("结论", 16),
    Column("说明", 24, centred=False),
)  # fmt: skip
_NAMES: Final = (
    Column("核查内容", 20, centred=False), Column("姓名", 10), Column("类别", 9), Column("电话", 13),
    Column("去向或住址", 22, centred=False), Column("核查情况", 22, centred=False),
)  # fmt: skip
_LOOKS: Final = (
    Column("姓名", 11), Column("核查项目", 12), Column("支部自查", 18), Column("工作组核查", 18),
    Column("核实情况", 30, centred=False),
)  # fmt: skip
_REQUESTS: Final = (
    Column("姓名", 10), Column("项目", 12), Column("核查所见", 18, centred=False),
    Column("应更正为", 18, centred=False), Column("依据", 20, centred=False), Column("办理", 11),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Visit:
    """All that both papers tell of a branch."""

    unit: str
    as_of: str
    branch: BranchCoverage
    lines: Sequence[Line]
    people: dict[int, Named]
    differing: Sequence[BothLooks]
    requests: Sequence[StoredRequest]


def write_verification(session: Session, folder: Path, org: int) -> list[Written]:
    """Write the branch's sheet for the visit and its report, as they stand; raises what ``media.write_file`` raises.

    ROLE_REFUSED for who may not verify.
    """
    visit = _gather(session, org)
    return [
        _write(session, folder, "verification-sheet", org, tables_file(_tables(visit)), len(visit.lines)),
        _write(session, folder, "verification-report", org, _report(visit), len(visit.lines)),
    ]


def _gather(session: Session, org: int) -> _Visit:
    db, campaign = session.db, session.campaign
    (as_of,) = db.execute_sql("SELECT as_of FROM campaign WHERE id = ?", (campaign,)).fetchone()
    lines = sheet(db, campaign, session.unit, org)
    named = names(db, dict.fromkeys(member for line in lines for member in line.members))
    return _Visit(
        units.unit(db, session.unit).name,
        as_of,
        double_check.branch(db, campaign, session.unit, org),
        lines,
        {each.member: each for each in named},
        double_check.differences(db, campaign, org),
        [each for each in standings(db, campaign, org) if each.standing is not RequestState.WITHDRAWN],
    )


def _tables(visit: _Visit) -> list[SheetTable]:
    unit = f"{visit.unit}（核查{visit.branch.name}）"

    def table(title: str, columns: Sequence[Column], rows: Sequence[Sequence[str]], remark: str = "") -> SheetTable:
        return SheetTable(title, unit, visit.as_of, columns, rows, remark, portrait=True, signatures=_SIGNED)

    asked = [
        [line.question.part.value, line.question.text, line.known, line.said, line.remark] for line in visit.lines
    ]  # fmt: skip
    listed = [
        [line.question.text, each.name, in_words("category", each.fields.get("category", "")),
         each.fields.get("phone") or each.fields.get("landline", ""),
         each.fields.get("floating_to") or each.fields.get("address", ""), ""]
        for line in visit.lines if not line.question.is_proposal
        for member in line.members if (each := visit.people.get(member))
    ]  # fmt: skip
    looks = [
        [each.name, check.label, _look(each.checked, each.checked_by, check),
         _look(each.verified, each.verified_by, check), ""]
        for each in visit.differing for check in each.differing()
    ]  # fmt: skip
    requests = [
        [each.name, each.item, _value(each, each.seen), _value(each, each.wanted), each.reason, each.standing.label]
        for each in visit.requests
    ]
    return [
        table("工作组核查表", _SHEET, asked, _coverage(visit.branch)),
        table("核查表所列党员名单", _NAMES, listed, "说明：由库中记载推出，是否如此由核查人认定。"),
        table("自查与核查不一致的党员", _LOOKS, looks),
        table("更正意见", _REQUESTS, requests),
    ]


def _look(letters: str, by: Sequence[str], check: Check) -> str:
    place = check.number - 1
    return f"{Verdict(letters[place]).label}（{by[place]}）"


def _value(request: StoredRequest, value: str) -> str:
    return in_words(request.field, value) or ("（空）" if request.field else "")


def _coverage(branch: BranchCoverage) -> str:
    sentence = (
        f"排查对象{branch.subjects:,}人，已自查{branch.checked:,}人（{share(branch.checked, branch.subjects)}），"
        f"已核查{branch.verified:,}人（{share(branch.verified, branch.subjects)}）。"
    )
    if branch.closed and branch.complete:
        return f"{sentence}核查已办结。"
    return f"{sentence}核查尚未办结{'：' if branch.missing() else ''}{branch.missing()}。"


def _report(visit: _Visit) -> bytes:
    """Marking, title, the four parts of the notice, the unit and the day."""
    branch = visit.branch
    day = "{}年{}月{}日".format(*map(int, visit.as_of.split("-")))
    body = [
        Paragraph.text(
            f"根据党员组织关系排查工作安排，工作组对{branch.name}的党员情况作了核查，做到“三查三核”。"
            f"以下情况截至{day}。{_coverage(branch)}"
        ),
        Paragraph.heading("一、“三查”情况"),
        *_part(visit, "（一）", Part.BASICS),
        *_part(visit, "（二）", Part.DUES),
        *_part(visit, "（三）", Part.TRANSFERS),
        Paragraph.heading("二、“三核”情况"),
        *_part(visit, "（一）", Part.FLOATING),
        *_part(visit, "（二）", Part.UNATTACHED),
        *_part(visit, "（三）", Part.LOST),
        Paragraph.heading("三、自查与核查不一致的情况"),
        Paragraph.text(_differences(visit)),
        Paragraph.heading("四、初步建议"),
    ]
    proposals = [line for line in visit.lines if line.question.is_proposal]
    for number, line in zip("一二三四", proposals, strict=True):
        said = line.remark or ("无此情形。" if line.answer is Answer.NONE else "（待填写）")
        body.append(Paragraph.text(f"（{number}）{line.question.text}。{_ended(said)}"))
    end = [Paragraph.signature(f"{visit.unit}工作组"), Paragraph.signature(day)]
    return prose_file(f"关于{branch.name}党员组织关系核查情况的报告", [*body, *end], visit.as_of)


def _part(visit: _Visit, number: str, part: Part) -> list[Paragraph]:
    found = [Paragraph.text(f"{number}{part.value.partition(' ')[2]}。")]
    for line in (each for each in visit.lines if each.question.part is part):
        sentence = f"{line.question.text}：{line.said or '（待核查）'}。库中{line.known}{_names(visit, line.members)}。"
        found.append(Paragraph.text(sentence + (_ended(line.remark) if line.remark else "")))
    return found


def _names(visit: _Visit, members: Sequence[int]) -> str:
    shown = [visit.people[member].name for member in members[:NAMES_SHOWN] if member in visit.people]
    if not shown:
        return ""
    return f"（{'、'.join(shown)}{'等' if len(members) > len(shown) else ''}）"


def _differences(visit: _Visit) -> str:
    open_requests = sum(each.standing is RequestState.OPEN for each in visit.requests)
    asked = (
        f"对{len(visit.requests):,}项内容提出了更正意见，其中{open_requests:,}项尚待更正。" if visit.requests else ""
    )
    if not visit.differing:
        return f"自查与核查的结论一致。{asked}"
    told = "；".join(
        f"{each.name}的{'、'.join(check.label for check in each.differing())}" for each in visit.differing[:NAMES_SHOWN]
    )
    more = "等" if len(visit.differing) > NAMES_SHOWN else ""
    return f"共{len(visit.differing):,}人的结论不一致：{told}{more}。{asked}"


def _ended(text: str) -> str:
    return text if text.endswith(("。", "！", "？")) else f"{text}。"


def _write(session: Session, folder: Path, table: str, org: int, content: bytes, rows: int) -> Written:
    """Write ``<table>-<branch>-<entry>.xlsx``; the journal has it before the file has its name."""
    branch = units.unit(session.db, org)
    name = f"{table}-{unit_in_name(branch.code, branch.uuid.hex())}-{journal.last(session.db)[0] + 1:06}.xlsx"

    def fill(out: BinaryIO) -> None:
        out.write(content)

    def note() -> None:
        note_exported(session, table, rows, sha256(content).hexdigest(), action="verification.export")

    return write_file(folder, name, fill, needed=len(content), before_final_name=note)
