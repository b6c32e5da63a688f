"""The department's list of transfers without receipt: read in, and worked off by branch.

《关于深入推进党员组织关系排查工作的通知》一: 对2007年实行组织关系回执制度以来，正式组织关系转出后尚未收到回执的党员，
组织部已列出名册，由组织关系转出党支部进行排查.
"""

from pathlib import Path

import pytest
from rosters import AS_OF, write_rows

from tui.intake import planning
from tui.intake.kinds import KINDS
from tui.intake.spreadsheet import read_files
from tui.rules.units import UnitKind
from tui.store.commands.letter_follow_ups import FollowUp, follow_up
from tui.store.commands.letter_progress import record_receipts
from tui.store.commands.organizations import add_organization
from tui.store.queries.letter_ledger import Narrowing, View, counts
from tui.store.queries.letter_statistics import branch_ledgers
from tui.store.vault import Vault

TODAY = "2026-11-20"
HEADERS = [
    ["序号", "姓名", "性别", "转出党支部", "组织关系转出时间", "接收单位"],
    ["序号", "姓名", "转出支部", "转出时间", "接收单位党组织", "备注"],
]


@pytest.mark.parametrize("header", HEADERS)
def test_a_list_of_the_department_is_taken_for_letters_out(tmp_path: Path, header: list[str]) -> None:
    row = dict(zip(header, ["1", "张三", *[""] * 4], strict=True)) | {"接收单位": "x", "接收单位党组织": "x"}
    path = write_rows(
        tmp_path / "a.xlsx", [["2007年以来转出未收到回执党员名册"], header, [row[each] for each in header]]
    )
    staged = read_files([path], as_of=AS_OF)
    assert [sheet.kind for sheet in staged.sheets] == [KINDS["letters_out"]]
    taken = set(staged.sheets[0].taken.values())
    assert {"name", "branch", "issued", "to_unit"} <= taken


def test_it_is_read_in_and_worked_off_by_branch(committee: Vault, tmp_path: Path) -> None:
    for code, name in (("01", "学生第一党支部"), ("02", "学生第二党支部")):
        committee.write(add_organization, 1, UnitKind.BRANCH, code, name).result()
    rows = [
        HEADERS[0],
        ["1", "张三", "男", "学生第一党支部", "2008.7", "甲市人才中心党委"],
        ["2", "李四", "女", "学生第一党支部", "2012-06-30", "乙县委组织部"],
        ["3", "王五", "男", "学生第二党支部", "2015年7月1日", "丙公司党委"],
    ]
    read = read_files([write_rows(tmp_path / "a.xlsx", [["未收到回执党员名册"], *rows])], as_of=AS_OF)
    session = committee.session
    made = committee.read(planning.plan, session.unit, session.campaign, read, KINDS["letters_out"]).result()
    assert committee.write(made.carry_out).result().changed == 3

    def worked_off() -> list[tuple[object, ...]]:
        found = committee.read(branch_ledgers, session.unit, TODAY).result()
        return [(each.name, each.done, each.overdue, each.pocket, each.not_asked) for each in found]

    assert worked_off() == [("学生第一党支部", 0, 2, 0, 2), ("学生第二党支部", 0, 1, 0, 1)]
    committee.write(follow_up, [1], FollowUp(TODAY, "赵一", "receiver", "phone", "pocket")).result()
    committee.write(record_receipts, [3], TODAY).result()
    assert worked_off() == [("学生第一党支部", 0, 2, 1, 1), ("学生第二党支部", 1, 0, 0, 0)]
    first = committee.read(counts, "out", TODAY, Narrowing(2)).result()
    assert (first[View.ALL], first[View.OVERDUE], first[View.POCKET], first[View.DONE]) == (2, 2, 1, 0)
