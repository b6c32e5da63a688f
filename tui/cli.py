"""The command line: ``paicha``. Every fault leaves with its own exit code and one Chinese sentence."""

import gc
import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from tui import (
    __version__,
    cli_audit,
    cli_backup,
    cli_comparison,
    cli_exchange,
    cli_fill_in,
    cli_ledgers,
    cli_people,
    cli_units,
    cli_verification,
)
from tui.console import VaultFolder, new_passphrase, unlocked, with_bar
from tui.crypto import age
from tui.demo import practice, walk
from tui.faults import Failure, Fault
from tui.intake import planning
from tui.intake.decisions import Plan
from tui.intake.kinds import Kind
from tui.intake.spreadsheet import refuse_empty
from tui.intake.staged import Staged
from tui.rules.checks import Ground, Stage
from tui.store.folder import read_header
from tui.store.founding import Founding, found_vault, refuse_occupied
from tui.store.queries.levels import verifies
from tui.store.queries.progress import coverage
from tui.store.vault import Vault
from tui.tables import apart_table, coverage_table, plan_table, problem_table, sheet_table

if TYPE_CHECKING:
    from tui.app import PaichaApp

PROBLEMS_SHOWN = 20
TEMPLATE = "roster.xlsx"

program = typer.Typer(
    name="paicha",
    help="党员组织关系集中排查",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
program.add_typer(cli_units.tree, name="unit")
program.add_typer(cli_exchange.cards, name="card")
program.add_typer(cli_exchange.bundles, name="bundle")
program.add_typer(cli_fill_in.fill_ins, name="fill-in")
program.add_typer(cli_people.people, name="person")
program.command("passphrase")(cli_people.change_own_passphrase)
program.add_typer(cli_audit.journal, name="audit")
program.add_typer(cli_backup.backups, name="backup")
program.add_typer(cli_ledgers.ledgers, name="ledger")
program.command("agenda")(cli_ledgers.show_agenda)
program.command("compare")(cli_comparison.compare)
program.command("compare-report")(cli_comparison.compare_report)
program.command("double-check")(cli_verification.double_check)
program.command("verification-report")(cli_verification.verification_report)


def run() -> NoReturn:
    """Run the command line and leave with the exit code of what happened."""
    try:
        program(standalone_mode=True)
    except Failure as failure:
        leave(failure)
    except Exception as error:  # noqa: BLE001 - the outermost line of defence: a sentence, not a trace with data in it
        leave(Failure(Fault.UNEXPECTED, kind=type(error).__name__))
    sys.exit(0)


def leave(failure: Failure) -> NoReturn:
    """Say what went wrong on standard error and leave with its code."""
    print(f"paicha: {failure}（{failure.fault.value}）", file=sys.stderr)
    sys.exit(failure.fault.exit_code)


@program.callback(invoke_without_command=True)
def top(version: Annotated[bool, typer.Option("--version", help="显示版本")] = False) -> None:
    """党员组织关系集中排查：在一台不联网的机器上核查党员组织关系。"""
    if version:
        print(f"paicha {__version__}")
        raise typer.Exit


@program.command("init")
def init(
    folder: VaultFolder,
    unit: Annotated[str, typer.Option("--unit", prompt="本单位全称", help="本单位全称")],
    kind: Annotated[
        str, typer.Option("--kind", prompt="类别（组织部、党工委、党委、党总支、直属党支部、党支部）", help="单位类别")
    ],
    code: Annotated[str, typer.Option("--code", prompt="党组织代码", help="党组织代码")],
    person: Annotated[str, typer.Option("--person", prompt="使用人姓名", help="使用人姓名")],
    notice: Annotated[str, typer.Option("--notice", prompt="排查通知文号", help="部署排查的通知文号，上下级须一致")],
    as_of: Annotated[str, typer.Option("--as-of", help="填表日期，如2026-11-20；默认为今天")] = "",
    policy: Annotated[str, typer.Option("--policy", help="适用政策：2016 或 2019")] = "2019",
    full: Annotated[bool, typer.Option("--full", help="三员管理（至少四人）；默认为一人保管的小规模保险库")] = False,
    recovery: Annotated[str, typer.Option("--recovery", help="另行制作的恢复公钥；默认当面制作、抄写")] = "",
) -> None:
    """新建保险库。口令从键盘输入两遍；非终端时从标准输入读一行。"""
    chosen = cli_units.required_kind(kind)
    if policy not in ("2016", "2019"):
        raise Failure(Fault.NAME_MISSING, field="适用政策（2016或2019）")
    day = as_of or date.today().isoformat()
    founding = Founding(unit, chosen, code, person, notice, day, policy, "officer" if full else "keeper").checked()
    refuse_occupied(folder)
    if full:
        print(f"{person}任安全保密管理员（账号 officer）。", file=sys.stderr)
    secret = new_passphrase()
    staff = cli_people.ask_staff() if full else ()
    recipient = recovery_recipient(recovery)
    found_vault(folder, founding, secret, recovery=recipient, staff=staff)
    print(f"已新建保险库：{folder}\n请用 paicha open {folder} 打开。口令无法找回，请妥善保管。")


def recovery_recipient(given: str) -> str:
    """The recovery identity's public half: as given (``Failure(RECOVERY_INVALID)``), or of one made here and now."""
    if not given:
        return cli_people.make_recovery()
    try:
        age.parse_recipients([given])
    except ValueError as error:
        raise Failure(Fault.RECOVERY_INVALID) from error
    return given


@program.command("open")
def open_vault(folder: VaultFolder) -> None:
    """打开保险库，进入全屏界面。"""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Failure(Fault.NO_TERMINAL)
    read_header(folder)
    from tui.app import PaichaApp  # the interface takes half a second to load; other commands need not wait

    _show(PaichaApp(folder), folder)


def _show(app: "PaichaApp", folder: Path) -> None:
    """Run the interface; after a lock a fresh process takes its place, for only leaving one really frees its memory."""
    gc.freeze()  # what is loaded stays: else each full collection beside a long import holds the screen up for 0.1 s
    app.run()
    if app.locked:
        os.execv(sys.executable, [sys.executable, "-m", "tui", "open", str(folder)])  # noqa: S606 - ourselves again


@program.command("import")
def import_files(
    folder: VaultFolder,
    files: Annotated[list[Path], typer.Argument(metavar="文件…", help=".xlsx、.xls、.ods、.csv、.txt，或文件夹")],
    out: Annotated[bool, typer.Option("--out", help="名册对象是转出后未收到回执的党员")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="不再询问，直接导入")] = False,
) -> None:
    """导入电子表格：先列出版式、新增、变更和问题，确认后逐类导入，每类一次完成。"""
    ground = Ground.OUT_WITHOUT_RECEIPT if out else Ground.IN_BRANCH
    with unlocked(folder) as vault:
        staged = read_staged(vault, [path for file in files for path in planning.files_at(file)])
        print(sheet_table(staged))
        for kind in staged.kinds():
            if not planning.is_taken_in(kind):
                print(f"\n{apart_table(staged.of_kind(kind), kind)}")
                continue
            plan = make_plan(vault, staged.of_kind(kind), kind, ground)
            print(f"\n{plan_table(plan)}")
            if plan.staged.problems or plan.refusals:
                print(f"\n{problem_table(plan, PROBLEMS_SHOWN)}")
            if not plan.arriving:
                print("\n没有要新增或变更的内容。")
            elif yes or typer.confirm("\n是否导入？"):
                print(f"\n{carry_out(vault, plan)}")
            else:
                raise Failure(Fault.CANCELLED)


@program.command("check")
def check(folder: VaultFolder) -> None:
    """列出各党组织的核查进度：支部自查；党支部以外的单位还有工作组核查。"""
    with unlocked(folder) as vault:
        session = vault.session
        above = vault.read(verifies, session.unit, session.campaign).result()
        for stage in Stage if above else (Stage.SELF_CHECK,):
            found = vault.read(coverage, session.campaign, stage, session.unit).result()
            print(f"{stage.label}\n{coverage_table(found)}\n")


@program.command("demo")
def demo(
    folder: Annotated[Path, typer.Argument(metavar="文件夹", help="练习保险库放在哪里")] = Path("practice"),
) -> None:
    """建立三个练习保险库，打开党委的核查界面；没有终端时走完全程并列表说明。"""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        walk.walk(folder)
        return
    if not practice.is_built(folder):
        practice.build(folder, print)
        practice.fill(folder, print)
    from tui.app import PaichaApp

    committee = folder / practice.COMMITTEE.folder
    _show(PaichaApp(committee, practice.enter(folder, practice.COMMITTEE)), committee)
    print(practice.whereabouts(folder))


@program.command("template")
def template(folder: Annotated[Path, typer.Argument(metavar="文件夹", help="写到哪个文件夹")]) -> None:
    """写出一份空白名册 roster.xlsx，供下级填写（不含任何数据）。"""
    from exports.forms.roster_template import write_roster_template  # openpyxl is needed by no other command

    write_roster_template(folder / TEMPLATE)
    print(f"已写出空白名册：{folder / TEMPLATE}")


def read_staged(vault: Vault, files: list[Path]) -> Staged:
    """Read the lists of these files with a progress bar."""
    campaign = vault.session.campaign
    staged = with_bar("读取", lambda step: vault.read(planning.read, campaign, files, progress=step))
    refuse_empty(staged)
    return staged


def make_plan(vault: Vault, staged: Staged, kind: Kind, ground: Ground) -> Plan:
    """What the rows of one kind would do."""
    session = vault.session
    return with_bar(
        "比对",
        lambda step: vault.read(
            planning.plan, session.unit, session.campaign, staged, kind, ground=ground, progress=step
        ),
    )


def carry_out(vault: Vault, plan: Plan) -> str:
    """Import a plan with a progress bar; gives the sentence of the outcome."""
    return with_bar("导入", lambda step: vault.write(plan.carry_out, progress=step)).sentence()
