"""The errands with bundles: sealing a report for the unit above, receiving whichever kind has come."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from textual.app import App

from exports.bundles.report import Sealed, seal_report
from tui.faults import Failure
from tui.intake.bundles import Checked, open_either
from tui.intake.disposal_decisions import CheckedDecisions
from tui.intake.preview import bundle_lines
from tui.screens.acting import outcome
from tui.screens.choose import ChooseScreen
from tui.screens.dialogs import Cancelled, Progress, Working
from tui.screens.exchange_decisions import receive_decisions
from tui.screens.sheet import SheetScreen
from tui.store.commands.disposal_decisions import AppliedDecisions
from tui.store.commands.reports import Applied, apply_report
from tui.store.vault import Vault

BUNDLES = (".dyb.age",)


async def run_seal(app: App[None], vault: Vault) -> Sealed | None:
    """Seal a report into a folder that the person chooses; None when it was given up."""
    sealed = await _seal_into_chosen(app, vault)
    if sealed is None:
        return None
    await app.push_screen_wait(
        SheetScreen(
            "上报包已封装，写入后已读回核对，现在可以拔出介质",
            [
                ("发往", sealed.to),
                ("编号", f"第{sealed.seq}号"),
                ("内容", f"党组织{sealed.slices}个，党员{sealed.members:,}人，记录{sealed.records:,}条"),
                ("附件", _attachments(sealed)),
                ("文件", sealed.path),
                ("大小", f"{sealed.size:,}字节"),
                ("SHA-256", sealed.sha256),
            ],
        )
    )
    return sealed


def _attachments(sealed: Sealed) -> str:
    waiting = f"；另有{sealed.waiting:,}份容量所限，随下次上报包送出" if sealed.waiting else ""
    return f"{sealed.attachments:,}份{waiting}"


async def _seal_into_chosen(app: App[None], vault: Vault) -> Sealed | None:
    """Ask for a folder until the report is in it; the reason why the last one did not do stands on the page."""
    folder: Path | None = None
    said = ""
    while True:
        folder = await app.push_screen_wait(ChooseScreen("上报包写到哪个文件夹（一般是U盘）", path=folder, said=said))
        if folder is None:
            return None
        try:
            return await outcome(await app.push_screen_wait(Working("正在封装上报包…", _sealing(vault, folder))))
        except Failure as failure:
            said = str(failure)


def _sealing(vault: Vault, folder: Path) -> Callable[[Progress, Cancelled], Future[Sealed]]:
    secret = vault.signing_secret()

    def start(progress: Progress, cancelled: Cancelled) -> Future[Sealed]:
        return vault.write(seal_report, secret, folder, progress=progress, cancelled=cancelled)

    return start


async def run_receive(app: App[None], vault: Vault) -> Applied | AppliedDecisions | None:
    """Open a bundle, show what it would change, apply it; None when it was given up. Raises ``Failure``."""
    checked = await _choose_bundle(app, vault)
    if checked is None:
        return None
    if isinstance(checked, CheckedDecisions):
        return await receive_decisions(app, vault, checked)
    preview = await outcome(
        await app.push_screen_wait(Working("正在预演接收…", _applying(vault, checked, dry_run=True)))
    )
    wanted = await app.push_screen_wait(
        SheetScreen(
            "接收前复核：数据包属实、完整，是发给本单位的",
            list(bundle_lines(checked, preview)),
            "按F5接收，按Esc放弃。",
        )
    )
    if not wanted:
        return None
    return await outcome(await app.push_screen_wait(Working("正在接收…", _applying(vault, checked, dry_run=False))))


async def _choose_bundle(app: App[None], vault: Vault) -> Checked | CheckedDecisions | None:
    """Ask for a file until one can be accepted; the reason why the last one was not stands on the page."""
    path: Path | None = None
    said = ""
    while True:
        path = await app.push_screen_wait(
            ChooseScreen("接收：选择下级上报包或上级处置决定包", BUNDLES, path=path, said=said)
        )
        if path is None:
            return None
        # Opening waits for the vault's reader, so it has a thread of its own.
        with ThreadPoolExecutor(1, "paicha-opener") as opener:
            try:
                return await outcome(
                    await app.push_screen_wait(Working(f"正在核对{path.name}…", _opening(opener, vault, path)))
                )
            except Failure as failure:
                said = str(failure)


def _opening(
    opener: ThreadPoolExecutor, vault: Vault, path: Path
) -> Callable[[Progress, Cancelled], Future[Checked | CheckedDecisions]]:
    def start(progress: Progress, cancelled: Cancelled) -> Future[Checked | CheckedDecisions]:
        return opener.submit(open_either, path, vault, progress=progress, cancelled=cancelled)

    return start


def _applying(vault: Vault, checked: Checked, *, dry_run: bool) -> Callable[[Progress, Cancelled], Future[Applied]]:
    def start(progress: Progress, cancelled: Cancelled) -> Future[Applied]:
        return vault.write(apply_report, checked.report, dry_run=dry_run, progress=progress, cancelled=cancelled)

    return start
