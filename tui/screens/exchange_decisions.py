"""The errands with bundles of decisions: sealing those for the units below, receiving those of the units above."""

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

from textual.app import App

from exports.bundles.decisions import SealedDecisions, seal_decisions
from tui.faults import Failure
from tui.intake.disposal_decisions import CheckedDecisions
from tui.intake.preview import decision_lines
from tui.screens.acting import outcome
from tui.screens.choose import ChooseScreen
from tui.screens.dialogs import Cancelled, Progress, Working
from tui.screens.sheet import SheetScreen
from tui.store.commands.disposal_decisions import AppliedDecisions, apply_decisions
from tui.store.queries.cards import Relation, known_cards
from tui.store.vault import Vault


async def send_decisions(app: App[None], vault: Vault) -> tuple[SealedDecisions, ...] | None:
    """Seal the decisions into a folder that the person chooses; None when it was given up."""
    known = await outcome(vault.read(known_cards))
    if not any(card.relation is Relation.SUBORDINATE for card in known):
        nobody = [("", "没有登记下级单位的公钥卡，没有可以下发的单位。请先在“单位公钥卡”中登记。")]
        await app.push_screen_wait(SheetScreen("下发处置决定", nobody))
        return None
    sealed = await _seal_into_chosen(app, vault)
    if sealed is None:
        return None
    lines: list[tuple[str, object]] = []
    for each in sealed:
        lines += [
            ("发往", each.to),
            ("编号", f"第{each.seq}号"),
            ("内容", f"处置决定{each.decisions:,}件"),
            ("文件", each.path),
            ("SHA-256", each.sha256),
            ("", ""),
        ]
    written = "处置决定包已封装，写入后已读回核对，现在可以拔出介质"
    nothing = [("", "本级和上级没有涉及下级单位党员的处置决定，没有写入文件。")]
    await app.push_screen_wait(SheetScreen(written if sealed else "没有要下发的处置决定", lines or nothing))
    return sealed


async def _seal_into_chosen(app: App[None], vault: Vault) -> tuple[SealedDecisions, ...] | None:
    """Ask for a folder until the bundles are in it; the reason why the last one did not do stands on the page."""
    folder: Path | None = None
    said = ""
    while True:
        folder = await app.push_screen_wait(
            ChooseScreen("处置决定包写到哪个文件夹（一般是U盘）", path=folder, said=said)
        )
        if folder is None:
            return None
        try:
            return await outcome(await app.push_screen_wait(Working("正在封装处置决定包…", _sealing(vault, folder))))
        except Failure as failure:
            said = str(failure)


def _sealing(vault: Vault, folder: Path) -> Callable[[Progress, Cancelled], Future[tuple[SealedDecisions, ...]]]:
    secret = vault.signing_secret()

    def start(progress: Progress, cancelled: Cancelled) -> Future[tuple[SealedDecisions, ...]]:
        return vault.write(seal_decisions, secret, folder, progress=progress, cancelled=cancelled)

    return start


async def receive_decisions(app: App[None], vault: Vault, checked: CheckedDecisions) -> AppliedDecisions | None:
    """Show who decided what about whom, then take it in; None when it was given up. Raises ``Failure``."""
    preview = await outcome(vault.write(apply_decisions, checked.decisions, dry_run=True))
    wanted = await app.push_screen_wait(
        SheetScreen(
            "接收前复核：处置决定属实、完整，是发给本单位的",
            list(decision_lines(checked, preview)),
            "按F5接收，按Esc放弃。",
        )
    )
    return await outcome(vault.write(apply_decisions, checked.decisions)) if wanted else None
