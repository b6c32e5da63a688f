"""Fills the papers of the search from its cases: 一人一档, 定性表, and the letter to an office with its list."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from exports.media import Written
from exports.papers.facts import Issue, Person
from exports.papers.inquiry import OfficeInquiry, Sought, inquiry_bytes
from exports.papers.judgement import LossJudgement, judgement_bytes
from exports.papers.search_file import Attempt, SearchFile, search_file_bytes
from exports.papers.writing import write_paper
from tui.faults import Failure, Fault
from tui.rules.dates import latest, months_between
from tui.rules.papers import PaperKind
from tui.rules.search_cases import NATURES, SITUATIONS
from tui.rules.searches import Channel
from tui.store.queries import units
from tui.store.queries.search_cases import CaseFile, case_file, minimums_of
from tui.store.queries.search_ledger import ledger_day, request_rows
from tui.store.session import Session

ASKED: Final = ("户籍所在地", "现居住地", "工作单位", "联系电话")
"""What an office is asked about each member."""
REGISTERS: Final = {
    Channel.POLICE: "户籍系统",
    Channel.HUMAN_RESOURCES: "社保平台",
    Channel.EDUCATION: "学籍系统",
    Channel.HEALTH: "医保平台",
    Channel.CIVIL_AFFAIRS: "低保、婚姻登记信息",
    Channel.HOUSING: "房产信息",
    Channel.MARKET: "经营注册信息",
    Channel.TAX: "纳税登记信息",
    Channel.ARCHIVES: "档案",
}
"""Where offices look (《党员组织关系排查有关问题说明》二; those of tax, archives and marriages are ours)."""


def write_search_file(session: Session, folder: Path, case: int) -> Written:
    """Write the file of one person (一人一档) of a case (row id). What ``write_paper`` raises."""
    file, day = _file(session, case)
    paper = search_file(file, units.unit(session.db, session.unit).name, day)
    return write_paper(session, folder, PaperKind.SEARCH_FILE, search_file_bytes(paper), [file.facts["member"]])


def write_judgement(session: Session, folder: Path, case: int) -> Written:
    """Write the 定性 sheet of a case (row id). What ``write_paper`` raises."""
    file, day = _file(session, case)
    paper = judgement(file, units.unit(session.db, session.unit).name, day)
    return write_paper(session, folder, PaperKind.JUDGEMENT, judgement_bytes(paper), [file.facts["member"]])


def write_inquiry(session: Session, folder: Path, requests: Sequence[int]) -> Written:
    """Write the letter that went to an office for these requests (row ids), with the list of their members.

    ``Failure`` NAME_MISSING where they are not all of one letter; what ``write_paper`` raises.
    """
    rows = request_rows(session.db, requests)
    letters = {(row.office, row.letter_number, row.sent_on) for row in rows}
    if len(letters) != 1 or rows[0].letter_number is None:
        raise Failure(Fault.NAME_MISSING, field="统一的函号（只能写出同一份函的名单）")
    ((office, number, sent_on),) = letters
    files = [_file(session, row.search_case)[0] for row in rows]
    (to_unit,) = session.db.execute_sql(
        "SELECT l.to_unit FROM office_request r JOIN office_letter l ON l.uuid = unhex(r.letter) WHERE r.id = ?",
        (rows[0].id,),
    ).fetchone() or (office.label,)
    paper = OfficeInquiry(
        Issue(units.unit(session.db, session.unit).name, sent_on or "", number or ""),
        to_unit,
        ASKED,
        [_sought(file) for file in files],
        REGISTERS[office],
    )
    members = [file.facts["member"] for file in files]
    return write_paper(session, folder, PaperKind.INQUIRY, inquiry_bytes(paper), members)


def search_file(file: CaseFile, unit: str, as_of: str) -> SearchFile:
    """The file of one person as the paper wants it."""
    facts = file.facts
    valid = [made for made in file.attempts if made.withdrawn_on is None]
    return SearchFile(
        unit,
        as_of,
        _person(file),
        facts["opened_on"],
        "；".join(filter(None, (file.origin.label, facts["opened_why"]))),
        facts["last_contact"] or "",
        SITUATIONS.get(facts["situation"] or "", ""),
        _lost_for(file, as_of),
        [
            Attempt(
                made.on, made.channel.way.label if made.channel.way else "接收单位", made.channel.label,
                made.searched_by, made.contact, "：".join(filter(None, (made.result.label, made.said))), made.evidence,
            )
            for made in valid
        ],
        _search_words(file),
        facts["reasons"] or "",
        facts["conduct"] or "",
        "：".join(filter(None, (file.outcome.label, facts["outcome_why"]))) if file.outcome else "",
        facts["outcome_on"] or "",
        facts["stated_by"] or "",
    )  # fmt: skip


def judgement(file: CaseFile, unit: str, as_of: str) -> LossJudgement:
    """The 定性 sheet as the paper wants it; opinions are written on it by hand."""
    facts = file.facts
    return LossJudgement(
        unit,
        as_of,
        _person(file),
        facts["last_contact"] or "",
        _lost_for(file, as_of),
        SITUATIONS.get(facts["situation"] or "", ""),
        facts["reasons"] or "",
        facts["conduct_before"] or "",
        _search_words(file),
        "：".join(filter(None, (NATURES.get(facts["nature"] or "", ""), facts["nature_why"]))),
    )


def _file(session: Session, case: int) -> tuple[CaseFile, str]:
    day = ledger_day(session)
    return case_file(session.db, case, minimums_of(session.db, session.unit, session.campaign), day), day


def _person(file: CaseFile) -> Person:
    return Person.of({name: value for name, value in file.member.items() if value}, file.path[-1])


def _sought(file: CaseFile) -> Sought:
    member = file.member
    sex = {"male": "男", "female": "女"}.get(member["sex"] or "", "")
    known = "；".join(filter(None, (member["address"], member["phone"] or member["landline"])))
    return Sought(member["name"] or "", sex, member["birth"] or "", member["idno"] or "", known)


def _lost_for(file: CaseFile, as_of: str) -> str:
    """How long contact was lost, to the end of the search: '8年3个月'."""
    last = file.facts["last_contact"]
    if not last:
        return ""
    months = max(0, months_between(latest(last).isoformat(), file.facts["outcome_on"] or as_of))
    years, rest = divmod(months, 12)
    return f"{years}年" * bool(years) + (f"{rest}个月" if rest or not years else "")


def _search_words(file: CaseFile) -> str:
    covered = file.coverage
    times = "、".join(f"{way.label}{count}次" for way, count in covered.times.items())
    rest = f"；{'；'.join(covered.lacking)}" if covered.lacking else "，达到要求"
    return f"{times}，首末两次相隔{covered.days}天（要求：{covered.minimums.words}）{rest}。"
