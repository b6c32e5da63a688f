"""The organisations of a report: how the tree follows the keeper."""

from collections.abc import Callable
from pathlib import Path

import pytest
from compared import report
from offices import (
    DEPARTMENT,
    change,
    enrol,
    introduce,
    look,
)
from vaults import COMMITTEE

from tui.rules.units import UnitKind
from tui.store.commands.organizations import add_organization
from tui.store.commands.undo import undo
from tui.store.travel.placing import WITHDRAWN
from tui.store.vault import Vault

OpenVault = Callable[..., Vault]
Pair = tuple[Vault, Vault]


@pytest.fixture
def pair(branch: Vault, committee: Vault) -> Pair:
    """A branch and its committee, who know each other."""
    introduce(branch, committee)
    return branch, committee


def test_units_below_the_sender_appear_in_the_tree(open_vault: OpenVault, committee: Vault, usb: Path) -> None:
    department = open_vault(DEPARTMENT, "department")
    introduce(committee, department)
    committee.write(add_organization, 1, UnitKind.GENERAL_BRANCH, "11", "软件系党总支").result()
    committee.write(add_organization, 2, UnitKind.BRANCH, "12", "教工党支部").result()
    enrol(committee, "张三", org=3)
    applied = report(committee, department, usb)
    assert (applied.organizations_new, applied.slices, applied.members_new) == (2, 3, 1)
    tree = look(department, "SELECT o.name, p.name, o.keeper, o.lft, o.rgt FROM organization o "
                            "LEFT JOIN organization p ON p.id = o.parent ORDER BY o.id")  # fmt: skip
    assert tree == [
        (DEPARTMENT.unit, None, 1, 1, 8),
        (COMMITTEE.unit, DEPARTMENT.unit, 2, 2, 7),
        ("软件系党总支", COMMITTEE.unit, 2, 3, 6),
        ("教工党支部", "软件系党总支", 2, 4, 5),
    ]
    assert report(committee, department, usb).organizations_new == 0


def test_names_and_codes_follow_the_keeper_even_when_two_are_exchanged(
    open_vault: OpenVault, committee: Vault, usb: Path
) -> None:
    department = open_vault(DEPARTMENT, "department")
    introduce(committee, department)
    for code, name in (("1", "第一党支部"), ("2", "第二党支部")):
        committee.write(add_organization, 1, UnitKind.BRANCH, code, name).result()
    report(committee, department, usb)
    change(committee, "UPDATE organization SET name = 'x', code = 'x' WHERE id = 2")
    change(committee, "UPDATE organization SET name = '第一党支部', code = '1' WHERE id = 3")
    change(committee, "UPDATE organization SET name = '第二党支部', code = '2' WHERE id = 2")
    change(committee, "UPDATE organization SET name = '计算机学院新党委' WHERE id = 1")
    report(committee, department, usb)
    assert look(department, "SELECT code, name FROM organization WHERE id > 1 ORDER BY id") == [
        ("001002", "计算机学院新党委"), ("2", "第二党支部"), ("1", "第一党支部"),
    ]  # fmt: skip


def test_a_unit_taken_back_leaves_its_members_gone_and_yields_its_name(
    open_vault: OpenVault, committee: Vault, usb: Path
) -> None:
    """A roster with a new branch is imported, reported, taken back and imported again."""
    department = open_vault(DEPARTMENT, "department")
    introduce(committee, department)
    committee.write(add_organization, 1, UnitKind.BRANCH, "7", "机关党支部").result()
    enrol(committee, "张三", org=2)
    report(committee, department, usb)
    committee.write(undo).result()
    committee.write(undo).result()
    applied = report(committee, department, usb)
    assert (applied.organizations_absent, applied.members_gone) == (1, 1)
    committee.write(add_organization, 1, UnitKind.BRANCH, "7", "机关党支部").result()
    enrol(committee, "张三", org=3)
    applied = report(committee, department, usb)
    assert (applied.organizations_new, applied.members_new, applied.members_gone) == (1, 1, 0)
    names = look(department, "SELECT name, code FROM organization WHERE id > 2 ORDER BY id")
    assert names[0][0].startswith(f"机关党支部{WITHDRAWN}")
    assert (names[0][1], names[1]) == ("", ("机关党支部", "7"))
    assert look(department, "SELECT count(*) FROM member WHERE gone IS NULL") == [1]
    assert report(committee, department, usb).sentence() == "采用2个党组织的数据，没有变化"
