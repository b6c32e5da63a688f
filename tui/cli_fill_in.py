"""The command line's part in fill-in workbooks: write them, read them back, list who has not returned."""

from pathlib import Path
from typing import Annotated

import typer

from exports.forms.fill_in_files import write_fill_ins
from exports.forms.outstanding import write_outstanding
from tui.console import VaultFolder, unlocked, with_bar
from tui.faults import Failure, Fault
from tui.intake.fill_in_plan import FillInPlan, read_and_plan
from tui.intake.fill_in_words import line_rows, problem_rows, summary
from tui.store.commands.fill_in import Cleared, apply_fill_in, clear_files
from tui.store.queries.fill_in import FillableBranch, Issue, fillable, issue, issues, outstanding
from tui.store.queries.fill_in_list import ISSUE_HEADERS, issue_rows
from tui.store.vault import Vault
from tui.tables import table

fill_ins = typer.Typer(help="填报表：发给没有终端的党支部、读回、催收", no_args_is_help=True)
LINES_SHOWN = 200


@fill_ins.command("write")
def write(
    folder: VaultFolder,
    target: Annotated[Path, typer.Argument(metavar="文件夹", help="写到哪个文件夹，一般在U盘上")],
    due: Annotated[str, typer.Option("--due", prompt="收回期限（如2026-12-01）", help="收回期限，如2026-12-01")],
    branch: Annotated[list[str] | None, typer.Option("--branch", help="只发给这个党支部，可重复；默认全部")] = None,
) -> None:
    """给本单位代管的党支部各写出一份预填的填报表。"""
    with unlocked(folder) as vault:
        chosen = [_branch(vault, name) for name in branch] if branch else None
        written = with_bar(
            "写填报表", lambda step: vault.write(write_fill_ins, chosen, due, target, progress=step)
        )  # fmt: skip
    print(
        table(["党支部", "编号", "党员", "文件"], [(w.branch, w.number, w.members, str(w.file.path)) for w in written])
    )
    print(f"\n已写出{len(written)}份，核对无误。文件含个人信息，未加密，请专人送达；交出或销毁后请登记去向。")


def _branch(vault: Vault, name: str) -> int:
    """The row id of a unit kept here; ``Failure(ORGANIZATION_UNKNOWN)``."""
    found = [each.id for each in _fillable(vault) if each.name == name.strip()]
    if not found:
        raise Failure(Fault.ORGANIZATION_UNKNOWN, name=name)
    return found[0]


def _fillable(vault: Vault) -> list[FillableBranch]:
    session = vault.session
    return vault.read(fillable, session.unit, session.campaign, _today(vault)).result()


def _today(vault: Vault) -> str:
    return vault.session.clock().date().isoformat()


@fill_ins.command("read")
def read(
    folder: VaultFolder,
    files: Annotated[list[Path], typer.Argument(metavar="填报表", help="送回的 .xlsx 文件，可以几个")],
    overwrite: Annotated[bool, typer.Option("--overwrite", help="其后本库已有改动的，也以填报表为准")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="不再询问，直接采用")] = False,
) -> None:
    """读回填报表：逐份列出变更和问题，确认后采用，每份可整体撤销。"""
    with unlocked(folder) as vault:
        for file in files:
            _read_one(vault, file, overwrite=overwrite, yes=yes)


def _read_one(vault: Vault, file: Path, *, overwrite: bool, yes: bool) -> None:
    session = vault.session
    plan: FillInPlan = vault.read(read_and_plan, session.unit, session.campaign, _today(vault), file).result()
    print(f"{plan.issue.branch}：{summary(plan)}")
    if plan.lines:
        print(f"\n{table(['工作表', '行', '姓名', '栏目', '原值 > 新值', '说明'], line_rows(plan)[:LINES_SHOWN])}")
    if plan.problems:
        print(f"\n{table(['工作表', '行', '栏目', '原值', '说明'], problem_rows(plan)[:LINES_SHOWN])}")
    if not yes and not typer.confirm("\n是否采用？"):
        raise Failure(Fault.CANCELLED)
    said = plan.said(plan.overtaken if overwrite else ())
    change = with_bar(
        "采用", lambda step: vault.write(apply_fill_in, plan.issue, plan.sha256, said, progress=step)
    )  # fmt: skip
    print(f"\n{change.sentence()}")


@fill_ins.command("list")
def listed(
    folder: VaultFolder,
    every: Annotated[bool, typer.Option("--all", help="列出全部，默认只列未收回的")] = False,
    export: Annotated[Path | None, typer.Option("--export", help="把未收回的清单写到这个文件夹（文本和表格）")] = None,
) -> None:
    """列出未收回的填报表，逾期的在前。"""
    with unlocked(folder) as vault:
        found = vault.read(issues if every else outstanding, vault.session.campaign, _today(vault)).result()
        if export:
            written = vault.read(write_outstanding, vault.session.campaign, _today(vault), export).result()
            print("\n".join(str(each.path) for each in written))
    print(table(ISSUE_HEADERS, issue_rows(found)))


@fill_ins.command("clear")
def clear(
    folder: VaultFolder,
    numbers: Annotated[list[int], typer.Argument(metavar="编号", help="填报表的编号，可以几个")],
    destroyed: Annotated[bool, typer.Option("--destroyed", help="文件已销毁；默认为已交出")] = False,
) -> None:
    """登记写出的填报表文件的去向：已交出，或已销毁。"""
    with unlocked(folder) as vault:
        known = [_issue(vault, number).id for number in numbers]
        cleared = Cleared.DESTROYED if destroyed else Cleared.HANDED_OVER
        print(vault.write(clear_files, known, cleared).result().sentence())


def _issue(vault: Vault, number: int) -> Issue:
    found = vault.read(issue, vault.session.campaign, number, _today(vault)).result()
    if found is None:
        raise Failure(Fault.FILL_IN_UNKNOWN, number=number)
    return found
