"""The command line's part in the people of a vault: accounts, roles, passphrases, the printed recovery identity."""

import sys
from typing import Annotated

import typer

from tui.console import VaultFolder, credentials, entered, line, new_passphrase
from tui.crypto import age, recovery, slots
from tui.crypto.policy import HIGH
from tui.faults import Failure, Fault
from tui.rules.roles import Role, labels, named
from tui.store import staff
from tui.store.founding import Founder
from tui.store.unlocking import enter
from tui.tables import people_table

people = typer.Typer(help="使用人：列出、提出、批准、锁定、解锁、移除、改角色", no_args_is_help=True)
Account = Annotated[str, typer.Argument(metavar="账号", help="小写字母或数字")]
RoleNames = Annotated[str, typer.Option("--roles", prompt="角色（用顿号分开）", help="角色，用顿号分开")]


@people.command("list")
def list_people(folder: VaultFolder) -> None:
    """列出使用人、角色和状态。"""
    with entered(folder) as office:
        print(people_table(office.act(staff.standing).result()))


@people.command("propose")
def propose(
    folder: VaultFolder,
    account: Account,
    name: Annotated[str, typer.Option("--name", prompt="姓名", help="新使用人的姓名")],
    roles: RoleNames,
) -> None:
    """提出新账号：由新使用人本人设口令，待安全保密管理员批准后启用。"""
    wanted = roles_named(roles)
    with entered(folder) as office:
        print(f"请{name}本人设口令。", file=sys.stderr)
        secret = new_passphrase(office.seat.register.policy)
        office.change_people(staff.propose, name, account, wanted, secret, slots.calibrate()).result()
        print(f"已提出账号{account}，待批准。")


@people.command("admit")
def admit(folder: VaultFolder, account: Account) -> None:
    """批准提出的账号。"""
    _change(folder, staff.admit, account, "已批准，待已有该项权限的人员下次打开保险库后生效")


@people.command("lock")
def lock(folder: VaultFolder, account: Account) -> None:
    """锁定账号。"""
    _change(folder, staff.lock_account, account, "已锁定")


@people.command("unlock")
def unlock(folder: VaultFolder, account: Account) -> None:
    """解锁账号：包括口令连续输错而锁定的。"""
    _change(folder, staff.unlock_account, account, "已解锁")


@people.command("remove")
def remove(folder: VaultFolder, account: Account) -> None:
    """移除账号，不能恢复；数据库密钥在下次打开时更换。"""
    _change(folder, staff.remove, account, "已移除，数据库密钥将在业务人员下次打开保险库时更换")


@people.command("role")
def role(folder: VaultFolder, account: Account, roles: RoleNames) -> None:
    """改变账号的角色。"""
    wanted = roles_named(roles)
    with entered(folder) as office:
        office.change_people(staff.change_roles, account, wanted).result()
        print(f"账号{account}的角色已改变。")


@people.command("policy")
def policy(
    folder: VaultFolder,
    high: Annotated[bool, typer.Option("--high", help="改用高等级：口令每7天更换，3分钟不用即锁屏")] = False,
) -> None:
    """查看口令和锁定要求，或改为高等级（只能改得更严）。"""
    with entered(folder) as office:
        if high:
            office.change_people(staff.raise_policy, HIGH).result()
        now = office.seat.register.policy
        print(
            f"口令至少{now.length}个字符、{now.kinds}类，{now.days}天更换，不得与最近{now.history}次相同；"
            f"连续输错{now.failures}次锁定；{now.idle_minutes}分钟不用即锁屏。"
        )


def change_own_passphrase(folder: VaultFolder) -> None:
    """更换本人口令；口令到期后也用本命令更换。"""
    old, account = credentials(folder)
    with enter(folder, old, account, expired=True) as office:
        secret = new_passphrase(office.seat.register.policy)
        office.act(staff.change_passphrase, old, secret, slots.calibrate()).result()
        print("口令已更换。")


def _change(folder: VaultFolder, deed: staff.Deed, account: str, outcome: str) -> None:
    with entered(folder) as office:
        office.change_people(deed, account).result()
        print(f"账号{account}{outcome}。")


def roles_named(text: str) -> frozenset[Role]:
    """The roles with these Chinese names, separated by 、 or commas; ``Failure(ROLE_UNKNOWN)``."""
    found = named(text)
    if found is None:
        raise Failure(Fault.ROLE_UNKNOWN, known=labels(Role))
    return found


def ask_staff() -> tuple[Founder, ...]:
    """Ask for everybody beside the officer who runs a full vault; each types a passphrase of their own."""
    founders = [
        _ask_founder("系统管理员", "admin", frozenset({Role.ADMINISTRATOR})),
        _ask_founder("安全审计员", "auditor", frozenset({Role.AUDITOR})),
    ]
    while True:
        roles = roles_named(line("业务人员的角色（录入员、审核员、书记，用顿号分开）：") or "录入员、审核员、书记")
        founders.append(_ask_founder("业务人员", f"user{len(founders) - 1}", roles))
        if line("还有业务人员吗？（y/n）：").strip().lower() not in ("y", "ｙ", "是"):
            return tuple(founders)


def _ask_founder(title: str, account: str, roles: frozenset[Role]) -> Founder:
    name = line(f"{title}姓名：")
    chosen = line(f"{title}账号（回车用 {account}）：").strip() or account
    return Founder(name, chosen, roles, new_passphrase())


def make_recovery() -> str:
    """Make a recovery identity, show it to be written down, have it typed back; gives its public half.

    ``Failure(NO_TERMINAL)`` where nobody could type: then its public half has to be given instead.
    """
    if not sys.stdin.isatty():
        raise Failure(Fault.RECOVERY_NEEDED)
    identity = age.new_identity()
    shown = recovery.sheet(identity)
    print("恢复密钥（所有人忘记口令时，只有它能打开保险库）。请逐行抄在纸上，封入信封，由负责人保管：\n")
    print("\n".join(f"  第{number}行  {text}" for number, text in enumerate(shown, 1)))
    line("\n抄好后按回车，屏幕将清除，然后请照纸面输入一遍。")
    print("\033[2J\033[3J\033[H", end="")
    typed: list[str] = []
    while len(typed) < len(shown):
        text = line(f"第{len(typed) + 1}行：")
        try:
            recovery.check_line(len(typed) + 1, text)
        except Failure as failure:
            print(failure, file=sys.stderr)
        else:
            typed.append(text)
    return age.recipient_of(recovery.typed_back(typed))
