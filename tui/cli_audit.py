"""The command line's part in the journal: verifying it, listing it, exporting it with a signature."""

from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from tui.console import VaultFolder, entered, with_bar
from tui.faults import Failure, Fault
from tui.intake.exported import verify_export
from tui.store.audit import auditing
from tui.store.audit.auditing import Filter
from tui.store.vault import Vault
from tui.tables import audit_table, lines_table

journal = typer.Typer(help="日志：核对、列出、导出", no_args_is_help=True)


@journal.command("verify")
def verify(folder: VaultFolder) -> None:
    """核对日志的签名、衔接、锚点；能打开数据的人员还核对每条数据。"""
    with entered(folder) as office:
        data = office.session.db if isinstance(office, Vault) else None
        report = with_bar("核对日志", lambda step: office.act(auditing.verify, data, progress=step))
        print(audit_table(report))
        if not report.sound:
            raise Failure(Fault.AUDIT_FAILED)


@journal.command("list")
def list_lines(
    folder: VaultFolder,
    person: Annotated[str, typer.Option("--account", help="只看这个账号的")] = "",
    action: Annotated[str, typer.Option("--action", help="只看这种操作，如 review.verdict")] = "",
    since: Annotated[datetime | None, typer.Option("--since", formats=["%Y-%m-%d"], help="从哪一天起")] = None,
    until: Annotated[datetime | None, typer.Option("--until", formats=["%Y-%m-%d"], help="到哪一天止")] = None,
    most: Annotated[int, typer.Option("--most", help="至多列出多少条")] = 50,
) -> None:
    """列出日志，新的在前。"""
    with entered(folder) as office:
        seat = office.seat
        accounts = {each.account: each.person for each in seat.register.people}
        if person and person not in accounts:
            raise Failure(Fault.PERSON_UNKNOWN, account=person)
        wanted = Filter(
            accounts.get(person, ""),
            action,
            int(since.timestamp()) if since else 0,
            int(until.timestamp()) + 24 * 3600 - 1 if until else 2**62,
        )
        found = office.act(lambda seat: list(islice(auditing.lines(seat, wanted), most))).result()
        print(lines_table(seat, found))


@journal.command("export")
def export(
    folder: VaultFolder,
    out: Annotated[Path, typer.Argument(metavar="文件夹", help="写到哪个文件夹")],
) -> None:
    """导出日志全文，由导出人签名，可用于备查。"""
    from exports.audit import export_journal

    with entered(folder) as office:
        written = office.act(export_journal, out).result()
        print(f"已导出日志：{written.path}\nSHA-256：{written.sha256}")


@journal.command("check")
def check_export(file: Annotated[Path, typer.Argument(metavar="导出文件", help="audit-…jsonl")]) -> None:
    """核对导出的日志文件，不需要保险库和口令。"""
    found = verify_export(file)
    print(f"核对无误：保险库{found.vault[:8]}，业务日志{found.entries}条，管理日志{found.acts}条，导出账号{found.by}。")
