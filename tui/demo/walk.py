"""The whole path without a terminal: one record from a workbook through three vaults, told in tables."""

import shutil
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from exports.bundles.report import Sealed, seal_report
from tui.demo import disposals, practice
from tui.demo.practice import (
    AS_OF,
    BRANCH,
    COMMITTEE,
    DEPARTMENT,
    LEDGERS,
    STICK,
    Place,
    enter,
    read,
    shipped,
    take_in,
    workbook,
)
from tui.intake.bundles import open_bundle
from tui.rules.changes import Change
from tui.rules.checks import Check, Given, Stage, Verdict
from tui.store.commands.reports import apply_report
from tui.store.commands.searches import open_cases
from tui.store.commands.undo import redo, undo
from tui.store.commands.verdicts import give_verdict, write_note
from tui.store.queries import roster
from tui.store.queries.agenda import agenda, lines
from tui.store.queries.progress import coverage
from tui.store.queries.roster import RosterView
from tui.store.queries.search import search
from tui.store.queries.search_grounds import suggested
from tui.store.vault import Vault
from tui.tables import checked_table, coverage_table, due_table, plan_table, problem_table, table

WALK = "walk"
"""The folder of the walk, below the practice folder; made anew every time."""


def walk(folder: Path) -> None:
    """Walk the path and print what was done and where the files lie."""
    place = folder / WALK
    if practice.is_built(place):
        shutil.rmtree(place)
    _head("一、三个单位各建保险库，互换公钥卡")
    practice.build(place, print)
    _head("二、党支部导入名册")
    with enter(place, BRANCH) as vault:
        plan = read(vault, workbook(BRANCH))
        print(f"{plan_table(plan)}\n\n{problem_table(plan, 6)}\n\n{take_in(vault, plan).sentence()}")
        _head("三、党支部自查：查找、批量、撤销、重做、逐人")
        _self_check(vault)
        _head("四、组织处置：党支部立案、调查、提出处置意见，上报审批")
        _say(disposals.prepare(vault))
        print(f"\n{disposals.register_table(vault)}")
    bundle = _seal(place, BRANCH)
    _head("六、党委导入所属支部名册，接收党支部上报包，核查")
    with enter(place, COMMITTEE) as vault:
        print(take_in(vault, read(vault, workbook(COMMITTEE))).sentence())
        _receive(vault, bundle)
        _verify(vault)
        _head("七、台账：导入介绍信和党费，列出待办，开案查找")
        _keep_ledgers(vault)
        _head("八、组织处置：党委预审下级上报的案件，办理所属支部的案件")
        _say([*disposals.review(vault), *disposals.keep(vault)])
        print(f"\n{disposals.register_table(vault)}")
    bundle = _seal(place, COMMITTEE)
    _head("十、组织部接收党委上报包，预审劝退，退回补充")
    with enter(place, DEPARTMENT) as vault:
        _receive(vault, bundle)
        _say(disposals.review(vault))
        print(f"\n{disposals.register_table(vault)}")
        _show_coverage(vault, Stage.SELF_CHECK)
        _show_coverage(vault, Stage.VERIFICATION)
    print(f"\n{practice.whereabouts(place)}")


def _head(text: str) -> None:
    print(f"\n== {text} ==\n")


def _say(done: Iterable[Change]) -> None:
    for change in done:
        print(change.sentence())


def _view(vault: Vault) -> RosterView:
    session = vault.session
    return vault.read(roster.open_view, session.campaign, session.unit).result()


def _self_check(vault: Vault) -> None:
    whole = _view(vault)
    found = vault.read(search, whole, "z").result()
    print(f"拼音首字母 z 找到{len(found.order)}人，全部{len(whole.order)}人。")
    stage = Stage.SELF_CHECK
    for command in (
        vault.write(give_verdict, stage, Check.ROSTER, Verdict.CLEAR, whole.order, given=Given.IN_BULK),
        vault.write(undo),
        vault.write(redo),
        vault.write(give_verdict, stage, Check.ROSTER, Verdict.PENDING, found.order[:1], given=Given.SINGLY),
        vault.write(write_note, stage, found.order[:1], "籍贯待本人核实"),
        vault.write(give_verdict, stage, Check.DUES, Verdict.CLEAR, whole.order, given=Given.IN_BULK),
        vault.write(give_verdict, stage, Check.ARCHIVE, Verdict.CLEAR, whole.order, given=Given.IN_BULK),
        vault.write(give_verdict, stage, Check.RECEIPT, Verdict.NOT_APPLICABLE, whole.order, given=Given.IN_BULK),
    ):
        print(command.result().sentence())
    _show_roster(vault, found, stage)
    _show_coverage(vault, stage)


def _verify(vault: Vault) -> None:
    own = vault.read(search, _view(vault), "z").result()
    change = vault.write(
        give_verdict, Stage.VERIFICATION, Check.ROSTER, Verdict.DOUBTFUL, own.order[:2], given=Given.IN_BULK
    ).result()
    print(f"\n{change.sentence()}")
    _show_roster(vault, own, Stage.VERIFICATION)


def _keep_ledgers(vault: Vault) -> None:
    session = vault.session
    for kind, file in LEDGERS.items():
        print(take_in(vault, read(vault, shipped(file), kind)).sentence())
    found = vault.read(agenda, session.unit, session.campaign, AS_OF).result()
    overdue = [due for due in found if due.is_overdue(AS_OF)]
    print(f"\n待办{len(found):,}项，其中逾期{len(overdue):,}项：\n")
    print(due_table(vault.read(lines, overdue[:6]).result(), AS_OF))
    longest = vault.read(suggested, session.unit, AS_OF).result()[:3]
    print(f"\n{vault.write(open_cases, longest).result().sentence()}")


def _show_roster(vault: Vault, view: RosterView, stage: Stage) -> None:
    letters = {verdict.value: f"{verdict.mark}{verdict.letter}" for verdict in Verdict}
    rows = vault.read(roster.page, view.campaign, stage, view.order[:5]).result()
    shown = [(row.name, row.organization, *(letters[letter] for letter in row.own), row.note or "") for row in rows]
    print(f"\n{table([stage.label, '党组织', *(check.label for check in Check), '备注'], shown)}")


def _show_coverage(vault: Vault, stage: Stage) -> None:
    session = vault.session
    found = vault.read(coverage, session.campaign, stage, session.unit).result()
    print(f"\n{stage.label}进度\n{coverage_table(found)}")


def _seal(folder: Path, place: Place) -> Path:
    _head(f"{'五' if place is BRANCH else '九'}、{place.founding.unit}封装上报包")
    with enter(folder, place) as vault:
        sealed: Sealed = vault.write(seal_report, vault.signing_secret(), folder / STICK).result()
    rows = [
        ("发往", sealed.to),
        ("编号", f"第{sealed.seq}号"),
        ("党组织", f"{sealed.slices}个"),
        ("党员", f"{sealed.members:,}人"),
        ("文件", str(sealed.path)),
        ("大小", f"{sealed.size:,}字节"),
    ]
    print(table(["上报包", ""], rows))
    return sealed.path


def _receive(vault: Vault, bundle: Path) -> None:
    with ThreadPoolExecutor(1) as opener:
        checked = opener.submit(open_bundle, bundle, vault).result()
    preview = vault.write(apply_report, checked.report, dry_run=True).result()
    print(f"\n{checked_table(checked, preview)}")
    print(f"\n已接收：{vault.write(apply_report, checked.report).result().sentence()}。")
