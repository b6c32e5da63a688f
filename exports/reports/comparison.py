"""The tables of a comparison: what has to be put right in the statistics database, the two working ledgers, and who is
not yet entered in the online transfer system.

《党员信息比对情况表》 serves “党员数据库中信息的缺项、漏项、错项，逐项更新完善” (《党员组织关系排查有关问题说明》一).
The two ledgers are named in a county's operating guide; no layout of them was found, the columns are ours.
"""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Final

from exports.media import Written, write_file
from exports.naming import unit_in_name
from exports.reports.sheets import Column, SheetTable, table_file
from tui.faults import Failure, Fault
from tui.rules.comparison import LABELS, Decision, Kind, SetKind, in_words
from tui.store import journal
from tui.store.commands.exporting import note_exported
from tui.store.queries import units
from tui.store.queries.comparison import (
    DifferenceRow,
    Filter,
    State,
    difference_page,
    online_page,
    online_view,
    open_differences,
)
from tui.store.queries.reference_sets import ReferenceSet, latest
from tui.store.queries.working_lists import not_on_roster, unaccounted
from tui.store.session import Session

_NUMBER = Column("序号", 6)
_NAME = Column("姓名", 11)
_ID = Column("公民身份号码", 21)
_BRANCH = Column("所在党支部", 24, centred=False)

COMPARISON: Final = (
    _NUMBER, _NAME, _ID, _BRANCH, Column("项目", 13), Column("数据库中内容", 22, centred=False),
    Column("核实后内容", 22, centred=False), Column("问题类型", 10), Column("处理意见", 14), Column("更正日期", 12),
    Column("更正人", 10),
)  # fmt: skip
NOT_ON_ROSTER: Final = (
    _NUMBER, _NAME, Column("性别", 6), _ID, Column("出生日期", 12), Column("民族", 9), Column("人员类别", 10),
    Column("入党日期", 12), _BRANCH, Column("联系电话", 14), Column("家庭住址", 26, centred=False),
    Column("名单行号", 8), Column("初审意见", 14), Column("备注", 12),
)  # fmt: skip
UNACCOUNTED: Final = (
    _NUMBER, _NAME, Column("性别", 6), _ID, Column("出生日期", 12), Column("人员类别", 10), Column("入党日期", 12),
    _BRANCH, Column("联系电话", 14), Column("家庭住址", 26, centred=False), Column("是否失联", 8),
    Column("是否流动", 8), Column("核实情况", 16), Column("备注", 12),
)  # fmt: skip
NOT_ENTERED: Final = (
    _NUMBER, _NAME, Column("性别", 6), _ID, Column("人员类别", 10), _BRANCH, Column("联系电话", 14), Column("备注", 20),
)  # fmt: skip


def write_comparison(
    session: Session, folder: Path, reference: ReferenceSet | None = None, *, everything: bool = False
) -> Written:
    """《党员信息比对情况表》: what was decided 以本库为准 and is to be put right there, or every difference.

    Raises what ``media.write_file`` raises, ROLE_REFUSED, and NOTHING_COMPARED when there is no set.
    """
    newest = _required(session, reference, SetKind.STATISTICS)
    wanted = open_differences(session.db, newest.id, Filter(State.ALL)).order
    found = difference_page(session.db, wanted)
    shown = [row for row in found if everything or row.decision == Decision.OURS.value]
    rows = [_comparison_row(number, row) for number, row in enumerate(shown, 1)]
    remark = f"说明：数据库指党内统计党员数据库，导出日期{newest.taken_on}。"
    return _write(session, folder, "comparison", "党员信息比对情况表", newest.unit, COMPARISON, rows, remark)


def write_not_on_roster(session: Session, folder: Path, reference: ReferenceSet | None = None) -> Written:
    """《不在花名册党员初审信息台帐》: people of the newest list of those present who are not on the roster."""
    newest = _required(session, reference, SetKind.PRESENT)
    rows = [
        [
            str(number), *_said(each.fields, "name", "sex", "idno", "birth", "nation", "category", "joined", "branch",
            "phone", "address"), str(each.place), _opinion(each.decision),
            "" if each.kind is Kind.OUTSIDE else f"{each.kind.label}：同名，须核对",
        ]
        for number, each in enumerate(not_on_roster(session.db, newest.id), 1)
    ]  # fmt: skip
    title, remark = "不在花名册党员初审信息台帐", f"说明：根据{newest.taken_on}实有（已采集）人员名单与党员名册比对。"
    return _write(session, folder, "not-on-roster", title, newest.unit, NOT_ON_ROSTER, rows, remark)


def write_unaccounted(session: Session, folder: Path, reference: ReferenceSet | None = None) -> Written:
    """《党员花名册多余人员信息台帐》: members whom the newest list of those present does not have."""
    newest = _required(session, reference, SetKind.PRESENT)
    rows = [
        [
            str(number), *_said(each.fields, "name", "sex", "idno", "birth", "category", "joined"), each.branch,
            *_said(each.fields, "phone", "address", "lost", "floating"), _opinion(each.decision), "",
        ]
        for number, each in enumerate(unaccounted(session.db, newest.id), 1)
    ]  # fmt: skip
    title, remark = "党员花名册多余人员信息台帐", f"说明：根据{newest.taken_on}实有（已采集）人员名单与党员名册比对。"
    return _write(session, folder, "unaccounted", title, newest.unit, UNACCOUNTED, rows, remark)


def write_not_entered(session: Session, folder: Path) -> Written:
    """《党员组织关系网上接转系统未编入党员名单》: members of this unit and below who are not entered yet."""
    found = online_page(session.db, online_view(session.db, session.campaign, session.unit, entered=False))
    rows = [
        [
            str(number), row.name, in_words("sex", row.sex or ""), row.idno or "",
            in_words("category", row.category or ""), row.branch, row.phone or "", "",
        ]
        for number, row in enumerate(found, 1)
    ]  # fmt: skip
    title, own = "党员组织关系网上接转系统未编入党员名单", units.unit(session.db, session.unit).name
    return _write(session, folder, "not-entered", title, own, NOT_ENTERED, rows, "")


def _required(session: Session, reference: ReferenceSet | None, kind: SetKind) -> ReferenceSet:
    newest = reference or latest(session.db, kind)
    if newest is None:
        raise Failure(Fault.NOTHING_COMPARED, what=kind.label)
    return newest


def _comparison_row(number: int, row: DifferenceRow) -> list[str]:
    kind, decision = Kind(row.kind), Decision(row.decision)
    theirs, verified = _contents(row, kind, decision)
    return [
        str(number), row.name, row.idno or "", row.branch, LABELS[row.field], theirs, verified, kind.label,
        decision.label, row.corrected_on or "", row.corrected_by or "",
    ]  # fmt: skip


def _contents(row: DifferenceRow, kind: Kind, decision: Decision) -> tuple[str, str]:
    """What stands in the database, and what was verified: the register's value as it is now."""
    match kind:
        case Kind.ABSENT:
            return "（无此人）", "应补录"
        case Kind.OUTSIDE:
            return "有此人", "不在本单位党员名册"
        case Kind.DOUBLE:
            return "重复登记", "应保留一条"
        case Kind.UNCLEAR:
            return "有此人", ""
    theirs = in_words(row.field, row.theirs) or "（空）"
    verified = "" if decision in (Decision.OPEN, Decision.CLARIFY) else in_words(row.field, row.now or row.ours)
    return theirs, verified


def _said(fields: dict[str, str], *names: str) -> list[str]:
    return [in_words(name, fields.get(name, "")) for name in names]


def _opinion(decision: str) -> str:
    """A decision in words; what nobody has looked at stays empty, to be filled in by hand."""
    return "" if decision == Decision.OPEN.value else Decision(decision).label


def _write(
    session: Session, folder: Path, table: str, title: str, unit: str, columns: Sequence[Column],
    rows: Sequence[Sequence[str]], remark: str,
) -> Written:  # fmt: skip
    """Write ``<table>-<unit>-<entry>.xlsx``; the journal has it before the file has its name."""
    own = units.unit(session.db, session.unit)
    (as_of,) = session.db.execute_sql("SELECT as_of FROM campaign WHERE id = ?", (session.campaign,)).fetchone()
    content = table_file(SheetTable(title, unit, as_of, columns, rows, remark))
    name = f"{table}-{unit_in_name(own.code, own.uuid.hex())}-{journal.last(session.db)[0] + 1:06}.xlsx"

    def fill(out: BinaryIO) -> None:
        out.write(content)

    def note() -> None:
        note_exported(session, table, len(rows), sha256(content).hexdigest())

    return write_file(folder, name, fill, needed=len(content), before_final_name=note)
