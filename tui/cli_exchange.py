"""The command line's part in the exchange between units: key cards and bundles."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Annotated

import typer

from exports.bundles.decisions import SealedDecisions, seal_decisions
from exports.bundles.report import seal_report
from exports.cards import write_own_card
from tui.console import VaultFolder, unlocked, with_bar
from tui.faults import Failure, Fault
from tui.intake.bundles import Checked, open_either
from tui.intake.cards import read_card
from tui.intake.disposal_decisions import CheckedDecisions
from tui.store.commands.cards import accept_card
from tui.store.commands.disposal_decisions import apply_decisions
from tui.store.commands.reports import apply_report
from tui.store.queries.cards import Relation, known_cards, own_card, spoken_fingerprint
from tui.store.vault import Vault
from tui.tables import checked_table, decisions_table, table

cards = typer.Typer(help="单位公钥卡：查看、交出、登记", no_args_is_help=True)
bundles = typer.Typer(help="数据包：封装、接收、只验证", no_args_is_help=True)
TargetFolder = Annotated[Path, typer.Argument(metavar="文件夹", help="写到哪个文件夹，一般在U盘上")]
BundleFile = Annotated[Path, typer.Argument(metavar="数据包", help=".dyb.age 文件")]


@cards.command("show")
def show_cards(folder: VaultFolder) -> None:
    """显示本单位公钥卡的指纹和已登记的单位。"""
    with unlocked(folder) as vault:
        own = own_card(vault)
        print(f"本单位：{own.name}（{own.code}）\n指纹：{spoken_fingerprint(own)}\n")
        known = vault.read(known_cards).result()
        rows = [(card.relation.label, card.name, card.code, card.fingerprint, card.accepted_on) for card in known]
        print(table(["关系", "单位", "代码", "指纹", "登记日期"], rows))


@cards.command("write")
def write_card(folder: VaultFolder, target: TargetFolder) -> None:
    """把本单位公钥卡写到文件夹，交给对方单位。"""
    with unlocked(folder) as vault:
        written = write_own_card(vault, target)
        print(f"公钥卡已写到{written.path}，核对无误。\n指纹：{spoken_fingerprint(own_card(vault))}")


@cards.command("accept")
def take_card(
    folder: VaultFolder,
    file: Annotated[Path, typer.Argument(metavar="公钥卡", help="对方单位的公钥卡文件")],
    superior: Annotated[bool, typer.Option("--superior/--subordinate", help="对方是上级，或是下级")],
    fingerprint: Annotated[str, typer.Option("--fingerprint", prompt="请照录对方读出的指纹", help="对方读出的指纹")],
) -> None:
    """登记对方单位的公钥卡；指纹须由对方当面或电话读出。"""
    with unlocked(folder) as vault:
        card = read_card(file)
        relation = Relation.SUPERIOR if superior else Relation.SUBORDINATE
        print(vault.write(accept_card, card, relation=relation, fingerprint_read=fingerprint).result().sentence())


@bundles.command("seal")
def seal(
    folder: VaultFolder,
    target: TargetFolder,
    decisions: Annotated[bool, typer.Option("--decisions", help="封装发给下级的处置决定包")] = False,
) -> None:
    """封装发给上级的上报包，或发给各下级的处置决定包。"""
    with unlocked(folder) as vault:
        secret = vault.signing_secret()
        if decisions:
            below = with_bar("封装", lambda step: vault.write(seal_decisions, secret, target, progress=step))
            print("\n".join(map(_decisions_sealed, below)) or "没有要下发的处置决定。")
            return
        sealed = with_bar("封装", lambda step: vault.write(seal_report, secret, target, progress=step))
    print(
        f"已封装发往“{sealed.to}”的第{sealed.seq}号上报包：党组织{sealed.slices}个，党员{sealed.members:,}人。\n"
        f"{sealed.path}\nSHA-256 {sealed.sha256}"
    )


def _decisions_sealed(sealed: SealedDecisions) -> str:
    return (
        f"已封装发往“{sealed.to}”的第{sealed.seq}号处置决定包：处置决定{sealed.decisions:,}件。\n"
        f"{sealed.path}\nSHA-256 {sealed.sha256}"
    )


@bundles.command("open")
def receive(
    folder: VaultFolder,
    file: BundleFile,
    yes: Annotated[bool, typer.Option("--yes", help="不再询问，直接接收")] = False,
) -> None:
    """接收下级的上报包或上级的处置决定包：先核对并列出将发生的变化，确认后一次接收。"""
    with unlocked(folder) as vault:
        checked = check_bundle(vault, file)
        if isinstance(checked, CheckedDecisions):
            _receive_decisions(vault, checked, yes)
            return
        preview = with_bar("预演", lambda step: vault.write(apply_report, checked.report, dry_run=True, progress=step))
        print(checked_table(checked, preview))
        _confirm(yes)
        applied = with_bar("接收", lambda step: vault.write(apply_report, checked.report, progress=step))
        print(f"\n已接收：{applied.sentence()}。")


def _receive_decisions(vault: Vault, checked: CheckedDecisions, yes: bool) -> None:
    print(decisions_table(checked, vault.write(apply_decisions, checked.decisions, dry_run=True).result()))
    _confirm(yes)
    print(f"\n已接收：{vault.write(apply_decisions, checked.decisions).result().sentence()}。")


def _confirm(yes: bool) -> None:
    if not yes and not typer.confirm("\n是否接收？"):
        raise Failure(Fault.CANCELLED)


@bundles.command("verify")
def verify(folder: VaultFolder, file: BundleFile) -> None:
    """只核对数据包，不接收；不合格时以规定的退出码结束。"""
    with unlocked(folder) as vault:
        checked = check_bundle(vault, file)
        if isinstance(checked, CheckedDecisions):
            print(decisions_table(checked, None))
        else:
            print(checked_table(checked, None))


def check_bundle(vault: Vault, file: Path) -> Checked | CheckedDecisions:
    """Open a bundle with a bar, on a thread of its own because opening waits for the vault's reader."""
    with ThreadPoolExecutor(1, "paicha-opener") as opener:
        return with_bar("核对", lambda step: opener.submit(open_either, file, vault, progress=step))
