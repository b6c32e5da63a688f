"""Applying reports: the superior's register becomes what the keeper says, in any order, all of it or nothing."""

import json
import shutil
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from random import Random

import pytest
from compared import enrol_with_finding, findings, members, refused, report, verdicts
from offices import (
    DEPARTMENT,
    change,
    deliver,
    dump,
    enrol,
    introduce,
    judge,
    look,
    seal,
)
from vaults import BRANCH, COMMITTEE, founded, opened

from tui.faults import Failure, Fault
from tui.intake.bundles import open_bundle
from tui.rules.checks import Check, Given, Stage, Verdict
from tui.rules.units import UnitKind
from tui.store import images
from tui.store.commands.organizations import add_organization
from tui.store.commands.reports import apply_report
from tui.store.commands.undo import next_undo, redo, undo
from tui.store.commands.verdicts import give_verdict
from tui.store.founding import Founding
from tui.store.queries import roster, search
from tui.store.vault import Vault

OpenVault = Callable[..., Vault]
Pair = tuple[Vault, Vault]


@pytest.fixture
def pair(branch: Vault, committee: Vault) -> Pair:
    """A branch and its committee, who know each other."""
    introduce(branch, committee)
    return branch, committee


def found(vault: Vault, text: str) -> int:
    """How many members a search finds."""
    campaign = vault.session.campaign
    view = vault.read(roster.open_view, campaign, 1).result()
    return len(vault.read(search.search, view, text).result().order)


# --- what arrives


def test_the_first_report_brings_everything_as_it_is(pair: Pair, usb: Path) -> None:
    branch, committee = pair
    enrol_with_finding(branch, "张三", "欧阳修")
    enrol(branch, "李四", birth="1980-01", note="备注", idno="110101198001010010")
    judge(branch, Verdict.CLEAR, 1, 2)
    branch.write(give_verdict, Stage.SELF_CHECK, Check.ARCHIVE, Verdict.CLEAR, [2, 3], given=Given.IN_BULK,
                 basis="见档案室目录").result()  # fmt: skip
    applied = report(branch, committee, usb)
    assert (applied.slices, applied.members_new, applied.reviews, applied.findings) == (1, 3, 3, 2)
    assert members(committee) == members(branch)
    assert verdicts(committee) == verdicts(branch)
    assert findings(committee) == findings(branch)
    assert look(committee, "SELECT m.name, ground FROM subject JOIN member m ON m.id = member ORDER BY m.id") == [
        (name, "in_branch") for name in ("张三", "欧阳修", "李四")
    ]
    assert look(committee, "SELECT name FROM person ORDER BY name") == ["张明", "李华"]
    assert applied.sentence() == "采用1个党组织的数据，新增3人，更新自查结论3人"


def test_a_later_report_changes_what_has_changed(pair: Pair, usb: Path) -> None:
    branch, committee = pair
    enrol(branch, "张三", "李四", "王五")
    judge(branch, Verdict.CLEAR, 1, 2)
    report(branch, committee, usb)
    change(branch, "UPDATE member SET phone = '13800138000', extra = '{\"a\": \"b\"}' WHERE id = 2")
    judge(branch, Verdict.DOUBTFUL, 2, 3)
    applied = report(branch, committee, usb)
    assert (applied.members_new, applied.members_changed, applied.members_unchanged, applied.reviews) == (0, 1, 2, 2)
    assert members(committee) == members(branch)
    assert verdicts(committee) == verdicts(branch)


def test_a_report_without_news_changes_nothing_but_is_noted(pair: Pair, usb: Path) -> None:
    branch, committee = pair
    enrol_with_finding(branch, "张三")
    judge(branch, Verdict.CLEAR, 1)
    report(branch, committee, usb)
    before = dump(committee, "organization", "person", "member", "subject", "review", "finding", "member_name_docsize")
    applied = report(branch, committee, usb)
    assert dump(committee, *before) == before
    assert applied.sentence() == "采用1个党组织的数据，没有变化"
    assert look(committee, "SELECT seq, result FROM received ORDER BY seq")[1] == (2, applied.sentence())
    assert look(committee, "SELECT version, seq FROM slice") == look(branch, "SELECT max(seq) - 1, 2 FROM entry")


def test_a_member_whom_the_keeper_no_longer_has_is_gone_not_deleted_and_comes_back(pair: Pair, usb: Path) -> None:
    branch, committee = pair
    enrol(branch, "张三")
    enrol(branch, "李四")
    report(branch, committee, usb)
    branch.write(undo).result()
    assert report(branch, committee, usb).members_gone == 1
    assert look(committee, "SELECT name, gone FROM member ORDER BY id") == [("张三", None), ("李四", "2026-11-20")]
    branch.write(redo).result()
    applied = report(branch, committee, usb)
    assert (applied.members_new, applied.members_changed) == (0, 1)
    assert look(committee, "SELECT name, gone FROM member ORDER BY id") == [("张三", None), ("李四", None)]


def test_a_review_and_a_finding_that_the_keeper_no_longer_has_are_set_back(pair: Pair, usb: Path) -> None:
    branch, committee = pair
    enrol_with_finding(branch, "张三")
    judge(branch, Verdict.DOUBTFUL, 1)
    report(branch, committee, usb)
    branch.write(undo).result()
    change(branch, "DELETE FROM finding")
    applied = report(branch, committee, usb)
    assert (applied.reviews, applied.findings) == (1, 1)
    assert look(committee, "SELECT c1, h1, by1, at, note FROM review") == [("u", None, None, None, None)]
    assert look(committee, "SELECT state FROM finding") == ["gone"]


def test_the_search_finds_members_by_the_names_they_have_now(pair: Pair, usb: Path) -> None:
    branch, committee = pair
    enrol(branch, "张三丰")
    report(branch, committee, usb)
    assert (found(committee, "三丰"), found(committee, "xxx")) == (1, 1)
    change(branch, "UPDATE member SET name = '欧阳修', initials = 'o y x'")
    report(branch, committee, usb)
    assert [found(committee, text) for text in ("三丰", "xxx", "欧阳", "oyx")] == [0, 0, 1, 1]


def test_a_member_moves_between_organisations_of_one_keeper(open_vault: OpenVault, committee: Vault, usb: Path) -> None:
    department = open_vault(DEPARTMENT, "department")
    introduce(committee, department)
    for name in ("第一党支部", "第二党支部"):
        committee.write(add_organization, 1, UnitKind.BRANCH, "", name).result()
    enrol(committee, "张三", org=2)
    report(committee, department, usb)
    change(committee, "UPDATE member SET org = 3")
    applied = report(committee, department, usb)
    assert (applied.members_changed, applied.members_gone) == (1, 0)
    assert look(department, "SELECT o.name FROM member m JOIN organization o ON o.id = m.org") == ["第二党支部"]


def test_the_campaign_of_the_report_is_taken_in_if_it_is_unknown(
    open_vault: OpenVault, branch: Vault, usb: Path
) -> None:
    later = Founding(
        COMMITTEE.unit, COMMITTEE.kind, COMMITTEE.code, COMMITTEE.person, "组通字〔2026〕9号", "2026-11-20"
    )
    committee = open_vault(later, "later")
    introduce(branch, committee)
    enrol(branch, "张三")
    judge(branch, Verdict.CLEAR, 1)
    report(branch, committee, usb)
    assert look(committee, "SELECT notice FROM campaign ORDER BY id") == ["组通字〔2026〕9号", BRANCH.notice]
    assert look(committee, "SELECT campaign FROM review UNION SELECT campaign FROM subject") == [2]


# --- newer and older


def test_in_any_order_of_delivery_the_newest_report_is_what_remains(
    tmp_path: Path, usb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    branch, committee = opened(founded(tmp_path / "a", BRANCH)), opened(founded(tmp_path / "b", COMMITTEE))
    introduce(branch, committee)
    committee.close()
    steps: tuple[Callable[[], object], ...] = (
        lambda: enrol_with_finding(branch, "张三", "李四"),
        lambda: judge(branch, Verdict.DOUBTFUL, 1, 2),
        lambda: (enrol(branch, "王五"), change(branch, "UPDATE member SET name = '李肆' WHERE id = 2")),
        lambda: (branch.write(undo).result(), change(branch, "DELETE FROM finding WHERE member = 1")),
    )
    paths = []
    for step in steps:
        step()
        paths.append(seal(branch, usb).path)
    with branch:
        known = members(branch), [row for row in verdicts(branch) if row[1:6] != tuple("uuuuu")]
    orders = Random(7).sample(list(permutations(range(len(paths)))), 8)
    for order in ((0, 1, 2, 3), (3, 2, 1, 0), *orders):
        shutil.copytree(tmp_path / "b", tmp_path / "copy")
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / f"machine {order}"))
        with opened(tmp_path / "copy") as receiver:
            for number in order:
                newest = max(look(receiver, "SELECT seq FROM received"), default=0)
                if number + 1 > newest:
                    deliver(paths[number], receiver)
                else:
                    with pytest.raises(Failure) as raised:
                        deliver(paths[number], receiver)
                    assert raised.value.fault is Fault.E16_REPLAY_OLD
            present = members(receiver, "m.gone IS NULL")
            spoken = [row for row in verdicts(receiver) if row[1:6] != tuple("uuuuu")]
            assert (present, spoken) == known, order
        shutil.rmtree(tmp_path / "copy")


def test_a_report_that_was_checked_before_a_newer_one_came_is_not_applied(pair: Pair, usb: Path) -> None:
    branch, committee = pair
    enrol(branch, "张三")
    checked = open_bundle(seal(branch, usb).path, committee)
    report(branch, committee, usb)
    failure = refused(lambda: committee.write(apply_report, checked.report).result(), committee)
    assert failure.fault is Fault.E16_REPLAY_OLD


def test_a_report_is_applied_once(pair: Pair, usb: Path) -> None:
    branch, committee = pair
    enrol(branch, "张三")
    checked = open_bundle(seal(branch, usb).path, committee)
    committee.write(apply_report, checked.report).result()
    failure = refused(lambda: committee.write(apply_report, checked.report).result(), committee)
    assert failure.fault is Fault.E15_DUPLICATE


def test_a_slice_of_an_older_generation_is_passed_over(open_vault: OpenVault, committee: Vault, usb: Path) -> None:
    """The superior has given one branch a new generation; what still names the old one is not applied."""
    department = open_vault(DEPARTMENT, "department")
    introduce(committee, department)
    for name in ("第一党支部", "第二党支部"):
        committee.write(add_organization, 1, UnitKind.BRANCH, "", name).result()
    enrol(committee, "张三", org=2)
    enrol(committee, "李四", org=3)
    report(committee, department, usb)
    change(department, "UPDATE organization SET generation = 2 WHERE name = '第一党支部'")
    change(committee, "UPDATE member SET phone = '1'")
    applied = report(committee, department, usb)
    assert (applied.slices, applied.slices_older, applied.members_changed, applied.members_gone) == (2, 1, 1, 0)
    assert look(department, "SELECT phone FROM member ORDER BY id") == [None, "1"]
    assert "1个党组织已有更新的数据、未采用" in applied.sentence()


def test_a_slice_whose_version_fell_back_is_passed_over(pair: Pair, usb: Path) -> None:
    """A restored vault goes on with numbers of the journal that were used before."""
    branch, committee = pair
    enrol(branch, "张三")
    report(branch, committee, usb)
    change(committee, "UPDATE slice SET version = 1000")
    change(branch, "UPDATE member SET phone = '1'")
    applied = report(branch, committee, usb)
    assert (applied.slices, applied.slices_older) == (0, 1)
    assert look(committee, "SELECT phone FROM member") == [None]


# --- the rehearsal


def test_the_rehearsal_says_what_would_change_and_changes_nothing(pair: Pair, usb: Path) -> None:
    branch, committee = pair
    enrol_with_finding(branch, "张三", "李四")
    judge(branch, Verdict.CLEAR, 1)
    checked = open_bundle(seal(branch, usb).path, committee)
    before = dump(committee)
    rehearsed = committee.write(apply_report, checked.report, dry_run=True).result()
    assert dump(committee) == before
    applied = committee.write(apply_report, checked.report).result()
    assert (rehearsed.entry, rehearsed.sentence()) == (None, applied.sentence())
    assert (rehearsed.members_new, rehearsed.reviews, rehearsed.findings) == (2, 1, 2)
    assert look(committee, "SELECT id FROM member") == [1, 2]


def test_applying_tells_its_progress_and_cancelling_leaves_nothing(pair: Pair, usb: Path) -> None:
    branch, committee = pair
    enrol(branch, *(f"张{number}" for number in range(2500)))
    checked = open_bundle(seal(branch, usb).path, committee)
    told: list[tuple[int, int]] = []

    def cancelled() -> bool:
        return len(told) == 1

    failure = refused(
        lambda: committee.write(
            apply_report, checked.report, progress=lambda *step: told.append(step), cancelled=cancelled
        ).result(),
        committee,
    )
    assert (failure.fault, told) == (Fault.CANCELLED, [(2000, 2500)])
    committee.write(apply_report, checked.report, progress=lambda *step: told.append(step)).result()
    assert told[-1] == (2500, 2500)


# --- the journal


def test_applying_is_one_entry_whose_items_fit_the_rows(pair: Pair, usb: Path) -> None:
    branch, committee = pair
    enrol_with_finding(branch, "张三", "李四")
    judge(branch, Verdict.CLEAR, 1)
    report(branch, committee, usb)
    judge(branch, Verdict.DOUBTFUL, 1)
    entry = report(branch, committee, usb).entry
    [body] = look(committee, "SELECT body FROM entry WHERE seq = ?", entry)
    assert json.loads(body)["action"] == "bundle.apply"
    assert "张" not in body
    items = look(committee, "SELECT tbl, row, sub, row_sha256 FROM entry_item WHERE entry = ?", entry)
    assert [item[:3] for item in items] == [(images.REVIEW.number, 1, 11)]
    [stored] = look(committee, f"{images.REVIEW.select} WHERE member = 1")
    assert images.row_hash(images.REVIEW.row(stored)) == items[0][3]


def test_what_came_from_below_is_not_ones_own_to_undo(pair: Pair, usb: Path) -> None:
    branch, committee = pair
    enrol(branch, "张三")
    report(branch, committee, usb)
    judge(committee, Verdict.CLEAR, 1, stage=Stage.VERIFICATION)
    report(branch, committee, usb)
    header = committee.write(next_undo).result()
    assert header is not None
    assert header.action == "review.verdict"


def test_the_report_is_kept_as_it_came(pair: Pair, usb: Path) -> None:
    branch, committee = pair
    enrol(branch, "张三")
    checked = open_bundle(seal(branch, usb).path, committee)
    committee.write(apply_report, checked.report).result()
    kept = look(committee, "SELECT bundle, manifest, signature, records FROM received")
    sent = checked.report
    assert kept == [(sent.manifest.bundle_id, sent.manifest_bytes, sent.signature, sent.packed)]
