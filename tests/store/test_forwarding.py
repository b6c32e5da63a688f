"""Reports that go up through several units: each slice arrives as its keeper signed it, whatever the way."""

import json
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from compared import enrol_below, findings, members, report, verdicts
from offices import (
    DEPARTMENT,
    GENERAL_BRANCH,
    OTHER_BRANCH,
    change,
    enrol,
    introduce,
    judge,
    look,
    seal,
    unsealed,
)
from vaults import BRANCH, COMMITTEE, founded, opened

from tui.crypto import unitkeys, vouching
from tui.intake.bundles import open_bundle
from tui.rules.checks import Stage, Verdict
from tui.rules.units import UnitKind
from tui.store.commands.organizations import add_organization
from tui.store.commands.reports import apply_report
from tui.store.vault import Vault


class Line(NamedTuple):
    """Four levels, each of which knows only the one above and the one below."""

    branch: Vault
    general: Vault
    committee: Vault
    department: Vault


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    places = (BRANCH, GENERAL_BRANCH, COMMITTEE, DEPARTMENT)
    vaults = [opened(founded(tmp_path / place.code, place)) for place in places]
    for lower, upper in pairwise(vaults):
        introduce(lower, upper)
    yield Line(*vaults)
    for vault in vaults:
        vault.close()


def tree(vault: Vault) -> list[tuple[str, str | None, str]]:
    """Every organisation with the one above it and its keeper, in the order of the tree."""
    return look(vault, "SELECT o.name, p.name, k.name FROM organization o JOIN organization k ON k.id = o.keeper "
                       "LEFT JOIN organization p ON p.id = o.parent ORDER BY o.lft")  # fmt: skip


def test_a_branchs_report_reaches_the_department_through_two_units(line: Line, usb: Path) -> None:
    enrol(line.branch, "张三", "李四")
    judge(line.branch, Verdict.CLEAR, 1, 2)
    for lower, upper in pairwise(line):
        applied = report(lower, upper, usb)
    assert (applied.slices, applied.forwarded, applied.forwarded_known) == (3, 2, 0)
    assert (applied.members_new, applied.organizations_new) == (2, 2)
    assert members(line.department) == members(line.branch)
    assert verdicts(line.department) == verdicts(line.branch)
    assert findings(line.department) == findings(line.branch)
    assert tree(line.department) == [
        (DEPARTMENT.unit, None, DEPARTMENT.unit),
        (COMMITTEE.unit, DEPARTMENT.unit, COMMITTEE.unit),
        (GENERAL_BRANCH.unit, COMMITTEE.unit, GENERAL_BRANCH.unit),
        (BRANCH.unit, GENERAL_BRANCH.unit, BRANCH.unit),
    ]


def test_what_changed_below_arrives_with_the_next_report_and_what_did_not_is_passed_over(line: Line, usb: Path) -> None:
    _, general, committee, department = line
    enrol(line.branch, "张三")
    report(line.branch, general, usb)
    report(general, committee, usb)
    report(committee, department, usb)
    again = report(committee, department, usb)
    assert (again.forwarded, again.forwarded_known, again.sentence()) == (0, 2, "采用1个党组织的数据，没有变化")
    change(line.branch, "UPDATE member SET phone = '13800138000'")
    report(line.branch, general, usb)
    report(general, committee, usb)
    applied = report(committee, department, usb)
    assert (applied.forwarded, applied.members_changed) == (2, 1)
    assert members(department) == members(line.branch)


def test_forwarded_reports_verify_with_the_standard_command(line: Line, usb: Path, tmp_path: Path) -> None:
    enrol(line.branch, "张三")
    report(line.branch, line.general, usb)
    sealed = seal(line.general, usb)
    assert sealed.forwarded == 1
    for name, content in unsealed(sealed.path, line.committee).parcel.payload:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    folder = tmp_path / "payload/forwarded/0001"
    public = unitkeys.signing_public(line.branch.signing_secret())
    verify = ["minisign", "-V", "-P", public, "-m", "manifest.json"]
    assert "verified" in subprocess.run(verify, cwd=folder, capture_output=True, text=True, check=True).stdout
    [named] = json.loads((folder / "manifest.json").read_bytes())["payload"]
    check = f"echo '{named['sha256']}  records.jsonl.gz' | sha256sum -c && gunzip -t records.jsonl.gz"
    subprocess.run(check, shell=True, cwd=folder, check=True, capture_output=True)
    card = vouching.decode((folder / "card.json").read_bytes())
    assert (card.name, card.signing) == (BRANCH.unit, public)


def test_the_committees_word_on_the_branchs_members_comes_with_them(line: Line, usb: Path) -> None:
    enrol(line.branch, "张三")
    report(line.branch, line.general, usb)
    judge(line.general, Verdict.CLEAR, 1, stage=Stage.VERIFICATION)
    report(line.general, line.committee, usb)
    applied = report(line.committee, line.department, usb)
    assert (applied.verifications, applied.verifications_unknown) == (1, 0)
    assert verdicts(line.department, 2) == verdicts(line.general, 2)


def test_of_two_units_that_verified_the_one_above_is_heard(line: Line, usb: Path) -> None:
    enrol(line.branch, "张三")
    report(line.branch, line.general, usb)
    report(line.general, line.committee, usb)
    judge(line.general, Verdict.CLEAR, 1, stage=Stage.VERIFICATION)
    judge(line.committee, Verdict.DOUBTFUL, 1, stage=Stage.VERIFICATION)
    report(line.general, line.committee, usb)
    applied = report(line.committee, line.department, usb)
    assert (applied.verifications, applied.verifications_elsewhere) == (1, 1)
    assert verdicts(line.department, 2) == verdicts(line.committee, 2)


def test_a_unit_that_the_committee_keeps_below_one_that_keeps_itself_finds_its_place(line: Line, usb: Path) -> None:
    report(line.general, line.committee, usb)
    [general] = look(line.committee, "SELECT id FROM organization WHERE name = ?", GENERAL_BRANCH.unit)
    line.committee.write(add_organization, general, UnitKind.BRANCH, "", "离退休党支部").result()
    report(line.committee, line.department, usb)
    assert ("离退休党支部", GENERAL_BRANCH.unit, COMMITTEE.unit) in tree(line.department)
    assert report(line.committee, line.department, usb).slices == 2


def test_several_branches_are_forwarded_in_one_report(line: Line, usb: Path, tmp_path: Path) -> None:
    with opened(founded(tmp_path / "other", OTHER_BRANCH)) as other:
        introduce(other, line.general)
        for vault, name in ((line.branch, "张三"), (other, "李四")):
            enrol(vault, name)
            report(vault, line.general, usb)
        checked = open_bundle(seal(line.general, usb).path, line.committee)
        assert (checked.forwarded, checked.forwarded_members, checked.members) == (2, 2, 0)
        line.committee.write(apply_report, checked.report).result()
    assert look(line.committee, "SELECT name FROM member ORDER BY name") == ["张三", "李四"]


def test_the_rehearsal_covers_what_is_forwarded(line: Line, usb: Path) -> None:
    enrol(line.branch, "张三")
    report(line.branch, line.general, usb)
    checked = open_bundle(seal(line.general, usb).path, line.committee)
    rehearsed = line.committee.write(apply_report, checked.report, dry_run=True).result()
    assert look(line.committee, "SELECT count(*) FROM member UNION ALL SELECT count(*) FROM vouched") == [0, 0]
    assert line.committee.write(apply_report, checked.report).result().sentence() == rehearsed.sentence()


def test_a_forwarded_report_that_is_older_overwrites_nothing(line: Line, usb: Path) -> None:
    enrol(line.branch, "张三")
    report(line.branch, line.general, usb)
    report(line.general, line.committee, usb)
    change(line.branch, "UPDATE member SET phone = '2'")
    report(line.branch, line.general, usb)
    report(line.general, line.committee, usb)
    report(line.committee, line.department, usb)
    # A committee whose program is not ours goes back to the first of the two reports that it holds.
    change(line.committee, "UPDATE slice SET seq = 1 WHERE org = (SELECT id FROM organization WHERE kind = 'branch')")
    applied = report(line.committee, line.department, usb)
    assert (applied.forwarded, applied.forwarded_known) == (0, 2)
    assert look(line.department, "SELECT phone FROM member") == ["2"]


def test_a_card_is_kept_on_the_word_that_came_first(line: Line, usb: Path) -> None:
    enrol(line.branch, "张三")
    report(line.branch, line.general, usb)
    report(line.general, line.committee, usb)
    vouched = look(line.committee, "SELECT lower(hex(voucher)), name, signing FROM vouched")
    uuid = look(line.general, "SELECT lower(hex(uuid)) FROM organization WHERE id = 1")[0]
    assert vouched == [(uuid, BRANCH.unit, unitkeys.signing_public(line.branch.signing_secret()))]
    report(line.general, line.committee, usb)
    assert look(line.committee, "SELECT count(*) FROM vouched") == [1]


def test_a_unit_without_members_of_its_own_forwards_nothing_of_its_own_but_the_slice(line: Line, usb: Path) -> None:
    enrol_below(line.general, "赵六")
    applied = report(line.general, line.committee, usb)
    assert (applied.slices, applied.forwarded, applied.members_new) == (2, 0, 1)
