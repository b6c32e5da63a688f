"""A file of the statistics database, or of people present, and whom each of its rows means on the roster."""

from pathlib import Path

import pytest
from exports_of_statistics import export
from people import arrival, take_in
from references import branches

from tui.faults import Failure, Fault
from tui.intake.reference import ReferencePlan, read_reference
from tui.rules.comparison import Compared, Kind, SetKind
from tui.store.commands.comparison import import_reference
from tui.store.vault import Vault

ID, OTHER = "110105198507010013", "11010519491231002X"


def planned(vault: Vault, path: Path, kind: SetKind = SetKind.STATISTICS) -> ReferencePlan:
    return vault.read(read_reference, 1, 1, path, kind, "2026-11-01", 1).result()


def compared(vault: Vault, plan: ReferencePlan) -> Compared:
    return vault.write(import_reference, plan.head, plan.arrivals(), plan.total).result()


def differences(vault: Vault) -> list[tuple[object, ...]]:
    sql = "SELECT field, kind, ours, theirs FROM difference ORDER BY id"
    return vault.read(lambda db: db.execute_sql(sql).fetchall()).result()


def person(name: str, **cells: object) -> dict[str, object]:
    return {"姓名": name, "性别": "男", "民族": "汉族", **cells}


def test_an_export_with_its_real_header_is_compared_item_by_item(branch: Vault, tmp_path: Path) -> None:
    ours = {"sex": "male", "nation": "汉族", "idno": ID, "birth": "1985-07-01", "education": "大学", "native": "北京市"}
    take_in(branch, arrival("张明", **ours, work="教师", phone="13800138000", address="朝阳区一号"))
    file = export(
        tmp_path / "e.xlsx",
        person(
            "张明", 公民身份号码=ID, 出生日期="1985.07", 学历="大学本科", 人员类别="正式党员", 工作岗位="教师",
            所在党支部="中共计算机学院教工党支部委员会", 手机号码="138-0013-8000", 入党日期="不详", 是否失联党员="否",
        ),
    )  # fmt: skip
    plan = planned(branch, file)
    assert (plan.head.file, len(plan.head.sha256), list(plan.members)) == ("e.xlsx", 32, [1])
    outcome = compared(branch, plan)
    assert (outcome.rows, outcome.matched) == (1, 1)
    assert differences(branch) == [
        ("category", "ours_empty", "", "full"),
        ("joined", "ours_empty", "", "不详"),
        ("address", "missing", "朝阳区一号", ""),
    ]


def test_rows_without_a_member_and_members_without_a_row_are_both_told(branch: Vault, tmp_path: Path) -> None:
    take_in(branch, arrival("李四", idno=ID))
    compared(branch, planned(branch, export(tmp_path / "e.xlsx", person("王五", 公民身份号码=OTHER))))
    assert differences(branch) == [("", "outside", "", "王五"), ("", "absent", "李四", "")]


@pytest.mark.parametrize(
    ("ours", "theirs", "field"),
    [
        ({"idno": ID, "birth": "1985-07-01"}, {"公民身份号码": "110105198507010012", "出生日期": "1985-07-01"}, "idno"),
        ({"idno": ID}, {"公民身份号码": "110105198507010012"}, "idno"),
        ({"idno": ID, "birth": "1985-07-01"}, {"公民身份号码": "110105850701001", "出生日期": "1985-07-01"}, "idno"),
    ],
)
def test_a_number_miswritten_is_one_item_and_not_two_people(
    branch: Vault, tmp_path: Path, ours: dict[str, str], theirs: dict[str, object], field: str
) -> None:
    take_in(branch, arrival("张明", sex="male", nation="汉族", **ours))
    headers = ("姓名", "性别", "民族", *theirs)
    plan = planned(branch, export(tmp_path / "e.xlsx", person("张明", **theirs), headers=headers))
    assert list(plan.members) == [1]
    compared(branch, plan)
    assert [(item, kind) for item, kind, *_ in differences(branch)] == [(field, "wrong")]


def test_a_birth_given_by_its_month_only_still_means_the_same_person(branch: Vault, tmp_path: Path) -> None:
    take_in(branch, arrival("张明", sex="male", nation="汉族", birth="1985-07-01", idno=ID))
    headers = ("姓名", "性别", "民族", "出生日期")
    compared(
        branch, planned(branch, export(tmp_path / "e.xlsx", person("张明", 出生日期="1985年7月"), headers=headers))
    )
    assert differences(branch) == []


def test_another_person_of_the_same_name_and_birth_is_not_taken_for_ours(branch: Vault, tmp_path: Path) -> None:
    take_in(branch, arrival("张明", idno=ID, birth="1985-07-01"))
    file = export(tmp_path / "e.xlsx", person("张明", 公民身份号码="420106198507012213", 出生日期="1985-07-01"))
    plan = planned(branch, file)
    assert (list(plan.members), plan.kinds) == ([0], bytearray([1]))


def test_one_person_twice_in_the_file_is_a_double_and_still_compared_once(branch: Vault, tmp_path: Path) -> None:
    take_in(branch, arrival("张明", sex="male", nation="汉族", idno=ID))
    headers = ("姓名", "性别", "民族", "公民身份号码")
    twice = person("张明", 公民身份号码=ID)
    outcome = compared(branch, planned(branch, export(tmp_path / "e.xlsx", twice, twice, headers=headers)))
    assert (outcome.matched, differences(branch)) == (1, [("", "double", "", "张明")])


def test_namesakes_that_nothing_tells_apart_are_left_to_a_person(branch: Vault, tmp_path: Path) -> None:
    take_in(branch, arrival("张明", birth="1985"), arrival("张明", birth="1990"))
    outcome = compared(branch, planned(branch, export(tmp_path / "e.xlsx", person("张明"))))
    assert (outcome.counts, differences(branch)) == ({Kind.UNCLEAR: 1}, [("", "unclear", "", "张明")])


def test_people_who_came_to_the_meeting_are_looked_up_by_name(branch: Vault, tmp_path: Path) -> None:
    take_in(branch, arrival("张明"), arrival("李四"))
    file = export(tmp_path / "e.xlsx", person("张明"), person("王五"), headers=("姓名", "性别", "民族"))
    compared(branch, planned(branch, file, SetKind.PRESENT))
    assert differences(branch) == [("", "outside", "", "王五"), ("", "absent", "李四", "")]


def test_a_file_that_cannot_be_read_leaves_nothing(branch: Vault, tmp_path: Path) -> None:
    with pytest.raises(Failure) as raised:
        planned(branch, tmp_path / "none.xlsx")
    assert raised.value.fault is Fault.FILE_UNREADABLE
    assert differences(branch) == []


def test_the_branch_is_compared_by_what_stands_in_the_tree(committee: Vault, tmp_path: Path) -> None:
    committee.write(branches, "学生第一党支部", "学生第二党支部").result()
    take_in(committee, arrival("张明", org=2, idno=ID), arrival("李四", org=2, idno=OTHER))
    headers = ("姓名", "公民身份号码", "所在党支部")
    file = export(
        tmp_path / "e.xlsx",
        {"姓名": "张明", "公民身份号码": ID, "所在党支部": "学生第一支部"},
        {"姓名": "李四", "公民身份号码": OTHER, "所在党支部": "中共学生第二支部委员会"},
        headers=headers,
    )
    compared(committee, planned(committee, file))
    assert differences(committee) == [("branch", "wrong", "学生第一党支部", "学生第二党支部")]
