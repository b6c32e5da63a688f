"""Confirming suggestions in bulk (ctrl+g): what would be done, to how many, on what evidence; then done."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any

from textual.app import App

from tui.rules.changes import Change
from tui.rules.checks import Check, Stage
from tui.screens.acting import outcome
from tui.screens.dialogs import AskText, Cancelled, Confirm, Progress, Working
from tui.screens.targets import HiddenMarks
from tui.store.commands.accepting import accept_suggestions
from tui.store.queries.roster import RosterView
from tui.store.queries.suggestions import Prospect, prospect
from tui.store.vault import Vault
from tui.widgets.marks import Marks

Command = Callable[[Progress, Cancelled], Future[Change]]
NEEDS_BASIS = (Check.ARCHIVE, Check.CONDUCT)


async def shown_or_marked(app: App[Any], marks: Marks, view: RosterView, whole: RosterView) -> Sequence[int]:
    """The marked members, or all that are shown when there is no mark; nobody when the person thought better of it."""
    if not len(marks):
        return view.order
    marked = [member for member in marks if whole.place(member) is not None]
    visible = [member for member in marked if view.place(member) is not None]
    if len(visible) == len(marked):
        return visible
    only_visible = await app.push_screen_wait(HiddenMarks("采纳建议", len(visible), len(marked)))
    return () if only_visible is None else visible if only_visible else marked


async def confirmed_command(
    app: App[Any], vault: Vault, stage: Stage, check: Check, members: Sequence[int], *, whole: bool, slow: bool
) -> Command | str:
    """The command to run once the person has confirmed it, or the sentence that says why there is none.

    ``whole``: these are all that the list shows, so that the number has to be typed. ``slow`` shows a bar meanwhile.
    """
    session = vault.session

    def start(progress: Progress, cancelled: Cancelled) -> Future[Prospect]:
        return vault.read(prospect, session.campaign, stage, check, members, progress, cancelled)

    if slow:
        found = (await app.push_screen_wait(Working(f"正在看{len(members):,}人的建议…", start))).result()
    else:
        found = await outcome(start(lambda _done, _total: None, lambda: False))
    if not found.count:
        return f"{check.label}：没有可以采纳的建议。{_left_alone(found)}"
    given = "，".join(f"{len(some):,}人记为“{verdict.label}”" for verdict, some in found.to_give.items())
    evidence = "、".join(f"{name}（{count:,}人）" for name, count in found.evidence.most_common())
    question = (
        f"采纳建议（{stage.label}·{check.label}）：{given}，注明“批量”。依据：{evidence}。{_left_alone(found)}"
        "由本人对结论负责。"
    )
    if not await app.push_screen_wait(Confirm(question, found.count, whole=whole, all_of="可采纳建议的党员")):
        return "已取消，没有任何改动。"
    basis: str | None = ""
    if check in NEEDS_BASIS:
        basis = await app.push_screen_wait(AskText(f"{check.title}：批量记为“无误”须写明依据（如“已查阅档案原件”）。"))
    if basis is None:
        return "已取消，没有任何改动。"
    stated = basis

    def run(progress: Progress, cancelled: Cancelled) -> Future[Change]:
        return vault.write(
            accept_suggestions, stage, check, members, basis=stated, progress=progress, cancelled=cancelled
        )

    return run


def _left_alone(found: Prospect) -> str:
    """Whom it would leave as they are, and why."""
    parts = {
        "已有结论": found.decided,
        "有须处理的情况": found.other,
        "没有依据": found.without,
    }
    told = "，".join(f"{why}{count:,}人" for why, count in parts.items() if count)
    return f"不动：{told}。" if told else ""
