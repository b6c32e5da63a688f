"""The errands with bundles: sealing a report for the unit above, receiving one from a unit below."""

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

from textual.app import App

from exports.bundles.report import Sealed, seal_report
from tui.screens.acting import outcome
from tui.screens.choose import ChooseScreen
from tui.screens.dialogs import Cancelled, Progress, Working
from tui.screens.sheet import SheetScreen
from tui.store.vault import Vault

BUNDLES = (".dyb.age",)


async def run_seal(app: App[None], vault: Vault) -> Sealed | None:
    """Seal a report into a folder that the person chooses; None when it was given up. Raises ``Failure``."""
    folder = await app.push_screen_wait(ChooseScreen("上报包写到哪个文件夹（一般是U盘）"))
    if folder is None:
        return None
    sealed = await outcome(await app.push_screen_wait(Working("正在封装上报包…", _sealing(vault, folder))))
    await app.push_screen_wait(
        SheetScreen(
            "上报包已封装，写入后已读回核对，现在可以拔出介质",
            [
                ("发往", sealed.to),
                ("编号", f"第{sealed.seq}号"),
                ("内容", f"党组织{sealed.slices}个，党员{sealed.members:,}人，记录{sealed.records:,}条"),
                ("文件", sealed.path),
                ("大小", f"{sealed.size:,}字节"),
                ("SHA-256", sealed.sha256),
            ],
        )
    )
    return sealed


def _sealing(vault: Vault, folder: Path) -> Callable[[Progress, Cancelled], Future[Sealed]]:
    secret = vault.signing_secret()

    def start(progress: Progress, cancelled: Cancelled) -> Future[Sealed]:
        return vault.write(seal_report, secret, folder, progress=progress, cancelled=cancelled)

    return start
