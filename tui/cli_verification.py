"""The command line's part in the double check: how far every branch has come, and the papers of one."""

from pathlib import Path
from typing import Annotated

import typer

from tui.console import VaultFolder, unlocked
from tui.faults import Failure, Fault
from tui.rules.levels import called
from tui.rules.verification import Question, share
from tui.store.queries import units
from tui.store.queries.double_check import BranchCoverage, branches, total
from tui.store.queries.levels import levels
from tui.tables import table


def double_check(folder: VaultFolder) -> None:
    """列出各党支部自查和核查的覆盖、差异、更正意见和办结情况（应查尽查）。"""
    with unlocked(folder) as vault:
        session = vault.session
        arranged = vault.read(levels, session.campaign).result()
        found = vault.read(branches, session.campaign, session.unit).result()
    print(f"{called(arranged)}\n")
    headers = ["党支部", "对象", "自查", "核查", "差异", "同一人", "更正意见", "核查表", "状态"]
    rows = [[*_row(each), f"{each.answered}/{len(Question)}", each.state] for each in found]
    print(table(headers, [*rows, [*_row(total(found)), "", ""]]))


def verification_report(
    folder: VaultFolder,
    branch: Annotated[str, typer.Argument(metavar="党支部", help="名称或代码")],
    out: Annotated[Path, typer.Argument(metavar="文件夹", help="写到哪个文件夹")],
) -> None:
    """写出一个党支部的工作组核查表和核查情况报告（.xlsx，A4）。"""
    from exports.reports.verification import write_verification  # openpyxl is needed by few commands

    with unlocked(folder) as vault:
        tree = vault.read(units.subtree, vault.session.unit).result()
        found = [each for each in tree if branch in (each.code, each.name)]
        if len(found) != 1:
            raise Failure(Fault.ORGANIZATION_UNKNOWN, name=branch)
        written = vault.write(write_verification, out, found[0].id).result()
    for each in written:
        print(f"已写出并读回核对：{each.path}")
    print("以上文件含党员个人信息，按“内部”管理，用后及时移交或销毁。")


def _row(each: BranchCoverage) -> list[object]:
    return [
        each.name, each.subjects, share(each.checked, each.subjects), share(each.verified, each.subjects),
        each.differing, each.one_person, each.requests,
    ]  # fmt: skip
