"""The command line's part in backups: copying, keyed backup, restoring."""

from pathlib import Path
from typing import Annotated

import typer

from exports.backup import Seal, write_copy, write_keyed
from tui.console import VaultFolder, entered, line, new_passphrase, passphrase, unlocked
from tui.faults import Failure, Fault
from tui.intake.backup import unpack
from tui.store import restoration
from tui.store.queries import cards
from tui.store.unlocking import accounts

backups = typer.Typer(help="备份：密文备份、带密钥备份、恢复", no_args_is_help=True)
Out = Annotated[Path, typer.Argument(metavar="文件夹", help="写到哪个文件夹")]


@backups.command("copy")
def copy(folder: VaultFolder, out: Out) -> None:
    """密文备份：用原口令打开，系统管理员可办理。"""
    with entered(folder) as office:
        written = office.act(write_copy, out).result()
        print(f"已备份并读回核对：{written.path}（{written.size:,}字节）\nSHA-256：{written.sha256}")


@backups.command("keyed")
def keyed(
    folder: VaultFolder,
    out: Out,
    superior: Annotated[bool, typer.Option("--superior", help="密钥封给上级单位；默认另设备份口令")] = False,
) -> None:
    """带密钥备份：另封一份密钥，所有人忘记口令时仍能打开。"""
    with unlocked(folder) as vault:
        if superior:
            card = vault.read(cards.superior).result()
            if card is None:
                raise Failure(Fault.NO_SUPERIOR)
            seal = Seal(recipient=card.receiving)
        else:
            seal = Seal(passphrase=new_passphrase(vault.seat.register.policy))
        written = vault.act(write_keyed, vault.session.db, out, seal).result()
        print(f"已备份，读回核对并试开：{written.path}（{written.size:,}字节）\nSHA-256：{written.sha256}")


@backups.command("restore")
def restore(
    file: Annotated[Path, typer.Argument(metavar="备份文件", help="copy-…tar 或 backup-…tar")],
    folder: Annotated[Path, typer.Argument(metavar="保险库", help="恢复到哪个文件夹（须为空）")],
) -> None:
    """由备份恢复：书记和另一人（只有一人的保险库用恢复密钥）分别输入口令。"""
    digest = unpack(file, folder)
    print(f"备份已解开到{folder}，SHA-256：{digest}")
    several = len(accounts(folder)) > 1
    first = (line("书记账号：") if several else "", passphrase("书记口令："))
    second: restoration.Credentials | list[str]
    if several:
        second = (line("另一人账号："), passphrase("另一人口令："))
    else:
        second = [line(f"恢复密钥第{number}行：") for number in range(1, 5)]
    restoration.take_up(folder, first, second, digest)
    print("已恢复。上级发还最近一次上报的内容以前，本保险库不能上报。")
