"""The command line's part in comparing the roster with the statistics database and with the people present."""

from pathlib import Path
from typing import Annotated

import typer

from tui.console import VaultFolder, unlocked, with_bar
from tui.faults import Failure, Fault
from tui.intake.reference import ReferencePlan, read_reference
from tui.rules.comparison import LABELS, Decision, Kind, SetKind, in_words
from tui.rules.identity import mask_id, mask_phone, mask_value
from tui.store.commands.comparison import import_reference
from tui.store.queries import units
from tui.store.queries.comparison import (
    DifferenceRow,
    Filter,
    State,
    count_kinds,
    difference_page,
    open_differences,
)
from tui.store.queries.reference_sets import latest
from tui.store.vault import Vault
from tui.tables import table

SHOWN = 20
PROBLEMS_SHOWN = 10


def compare(
    folder: VaultFolder,
    file: Annotated[Path, typer.Argument(metavar="文件", help="统计库导出的电子表格，或实有人员名单")],
    present: Annotated[bool, typer.Option("--present", help="文件是实有（已采集）人员名单，不是统计库导出")] = False,
    unit: Annotated[str, typer.Option("--unit", help="文件是哪个党组织的（名称或代码）；默认为本单位")] = "",
    taken_on: Annotated[str, typer.Option("--taken-on", help="导出（采集）日期，如2026-11-01；默认为今天")] = "",
) -> None:
    """与党内统计党员数据库（或实有人员名单）比对：列出缺项、漏项、错项。名册本身不改动。"""
    kind = SetKind.PRESENT if present else SetKind.STATISTICS
    with unlocked(folder) as vault:
        plan = _read(vault, file, kind, unit, taken_on)
        outcome = with_bar(
            "比对",
            lambda step: vault.write(import_reference, plan.head, plan.arrivals(), plan.total, progress=step),
        )
        counts = vault.read(count_kinds, outcome.reference).result()
        print(table(["比对结果", "数量", "说明"], [(k.label, f"{counts[k]:,}", k.meaning) for k in Kind if counts[k]]))
        if plan.staged.problems:
            problems = [(p.sheet, p.row or "", p.column, mask_value(p.value), p.code.sentence) for p in
                        plan.staged.problems[:PROBLEMS_SHOWN]]  # fmt: skip
            print(f"\n{table(['工作表', '行', '栏目', '原值', '说明'], problems)}")
        view = vault.read(open_differences, outcome.reference, Filter(State.OPEN)).result()
        rows = vault.read(difference_page, view.order[:SHOWN]).result()
        if rows:
            print(f"\n{difference_table(rows)}")
            if len(view.order) > len(rows):
                print(f"其余{len(view.order) - len(rows):,}项未列出。")
        print(f"\n{outcome.sentence()}")


def compare_report(
    folder: VaultFolder,
    out: Annotated[Path, typer.Argument(metavar="文件夹", help="写到哪个文件夹")],
    everything: Annotated[bool, typer.Option("--all", help="列出全部差异；默认只列应在统计库更正的")] = False,
) -> None:
    """写出党员信息比对情况表、两种工作台帐和网上接转系统未编入党员名单（.xlsx）。"""
    from exports.reports import comparison as tables  # openpyxl is needed by few commands

    with unlocked(folder) as vault:
        statistics = vault.read(latest, SetKind.STATISTICS).result()
        present = vault.read(latest, SetKind.PRESENT).result()
        if statistics is None and present is None:
            raise Failure(Fault.NOTHING_COMPARED, what=SetKind.STATISTICS.label)
        written = []
        if statistics is not None:
            written.append(vault.write(tables.write_comparison, out, statistics, everything=everything).result())
        if present is not None:
            written.append(vault.write(tables.write_not_on_roster, out, present).result())
            written.append(vault.write(tables.write_unaccounted, out, present).result())
        written.append(vault.write(tables.write_not_entered, out).result())
    for each in written:
        print(f"已写出并读回核对：{each.path}")
    print("以上文件含党员个人信息，按“内部”管理，用后及时移交或销毁。")


def _read(vault: Vault, file: Path, kind: SetKind, unit: str, taken_on: str) -> ReferencePlan:
    """Read and match the file with a progress bar; ``Failure(ORGANIZATION_UNKNOWN)`` for a unit not in the tree."""
    session = vault.session
    org = session.unit
    if unit:
        found = [each for each in vault.read(units.subtree, session.unit).result() if unit in (each.code, each.name)]
        if len(found) != 1:
            raise Failure(Fault.ORGANIZATION_UNKNOWN, name=unit)
        org = found[0].id
    day = taken_on or session.clock().date().isoformat()
    return with_bar(
        "读取",
        lambda step: vault.read(read_reference, session.unit, session.campaign, file, kind, day, org, progress=step),
    )


def difference_table(rows: list[DifferenceRow]) -> str:
    """Differences with masked numbers."""
    cells = [
        (row.name, row.branch, LABELS[row.field], Kind(row.kind).label, masked(row.field, row.ours),
         masked(row.field, row.theirs), Decision(row.decision).label)
        for row in rows
    ]  # fmt: skip
    return table(["姓名", "党支部", "项目", "类型", "本库", "统计库", "处理"], cells)


def masked(field: str, value: str) -> str:
    """A value in words, ID numbers and phones masked."""
    if field == "idno":
        return mask_id(value)
    return mask_phone(value) if field == "phone" else in_words(field, value)
