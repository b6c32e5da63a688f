"""The command line's part in the ledgers: what is due, letters without receipt, dues, activities, as plain tables."""

from datetime import date
from typing import Annotated

import typer

from tui.console import VaultFolder, unlocked
from tui.faults import Failure, Fault
from tui.rules.agenda import Due
from tui.rules.dues import OWED_MONTHS
from tui.store.queries import units
from tui.store.queries.activities import activities_of
from tui.store.queries.agenda import agenda, letters, lines
from tui.store.queries.dues import DuesSheet, dues_branches, dues_sheet, owing
from tui.store.vault import Vault
from tui.tables import due_table, table

ledgers = typer.Typer(help="台账：介绍信、党费、组织生活。", no_args_is_help=True)
AsOf = Annotated[str, typer.Option("--as-of", help="截至哪一天，如2026-11-20；默认为今天")]
Branch = Annotated[str, typer.Option("--branch", help="只看哪个党组织（名称或代码）")]


def show_agenda(
    folder: VaultFolder,
    overdue: Annotated[bool, typer.Option("--overdue", help="只列已逾期的")] = False,
    as_of: AsOf = "",
) -> None:
    """列出到期、逾期的全部事项，按日期排列。"""
    with unlocked(folder) as vault:
        session, day = vault.session, _day(vault, as_of)
        found = vault.read(agenda, session.unit, session.campaign, day).result()
        _print_due(vault, [due for due in found if not overdue or due.is_overdue(day)], day)


@ledgers.command("letters")
def list_letters(folder: VaultFolder, as_of: AsOf = "") -> None:
    """列出没有收到回执的转出介绍信，按期限排列。"""
    with unlocked(folder) as vault:
        session, day = vault.session, _day(vault, as_of)
        found = vault.read(lambda db: list(letters(db, session.unit, session.campaign, day))).result()
        _print_due(vault, sorted(found, key=lambda due: (not due.on, due.on)), day)


@ledgers.command("dues")
def list_dues(
    folder: VaultFolder,
    branch: Branch = "",
    year: Annotated[int, typer.Option("--year", help="哪一年；默认为填表日期所在年")] = 0,
) -> None:
    """按月列出一个党支部的党费；不指定党支部的，列出各党支部人数和欠缴6个月以上的党员。"""
    with unlocked(folder) as vault:
        session = vault.session
        (as_of,) = vault.read(
            lambda db: db.execute_sql("SELECT as_of FROM campaign WHERE id = ?", (session.campaign,)).fetchone()
        ).result()
        if branch:
            org = _organization(vault, branch)
            sheet = vault.read(dues_sheet, session.campaign, org, year or int(as_of[:4])).result()
            print(_sheet_table(sheet))
            return
        listed = vault.read(dues_branches, session.campaign, session.unit).result()
        found = vault.read(lambda db: list(owing(db, session.campaign, session.unit, as_of))).result()
        head = ["党支部", "人数", f"欠缴{OWED_MONTHS}个月以上"]
        print(table(head, [(each.name, each.members, each.owing) for each in listed]))
        rows = [
            (each.branch, each.name, each.dues_to, each.owed) for each in sorted(found, key=lambda each: each.since)
        ]
        print(f"\n{table(['党支部', '姓名', '党费交至', '欠缴月数'], rows)}")
        print(f"\n截至填表日期 {as_of}；停止党籍的和保留组织关系的月份不计。")


@ledgers.command("activities")
def list_activities(folder: VaultFolder, branch: Branch = "") -> None:
    """列出组织生活和到会情况；不指定党支部的，列出全部。"""
    with unlocked(folder) as vault:
        tree = vault.read(units.subtree, vault.session.unit).result()
        wanted = [_organization(vault, branch)] if branch else [each.id for each in tree]
        held = [each for org in wanted for each in vault.read(activities_of, org).result()]
    rows = [
        (each.branch, each.on_day, each.kind.label, each.title, each.called, each.present, each.leave, each.absent,
         "已撤回" if each.withdrawn_on else "")
        for each in held
    ]  # fmt: skip
    print(table(["党支部", "日期", "类别", "题目", "应到", "实到", "请假", "缺席", ""], rows))


def _day(vault: Vault, as_of: str) -> str:
    """The day asked for, or today; ``Failure(DATE_INVALID)``."""
    if not as_of:
        return vault.session.clock().date().isoformat()
    try:
        return date.fromisoformat(as_of).isoformat()
    except ValueError:
        raise Failure(Fault.DATE_INVALID, value=as_of) from None


def _organization(vault: Vault, name: str) -> int:
    """The row id of the organisation with this name or code; ``Failure(ORGANIZATION_UNKNOWN)``."""
    tree = vault.read(units.subtree, vault.session.unit).result()
    found = [each.id for each in tree if name in (each.code, each.name)]
    if len(found) != 1:
        raise Failure(Fault.ORGANIZATION_UNKNOWN, name=name)
    return found[0]


def _print_due(vault: Vault, found: list[Due], day: str) -> None:
    print(due_table(vault.read(lines, found).result(), day))
    print(f"\n截至 {day}，共{len(found):,}项。")


def _sheet_table(sheet: DuesSheet) -> str:
    rows: list[list[object]] = [
        [row.name, *(mark.value for mark in row.marks), row.dues_to, "" if row.owed is None else row.owed]
        for row in sheet.rows
    ]
    months = range(1, 13)
    rows += [["已缴人数", *map(sheet.paid, months), "", ""], ["应缴人数", *map(sheet.asked, months), "", ""]]
    return table([f"{sheet.year}年", *map(str, months), "党费交至", "欠缴月数"], rows)
