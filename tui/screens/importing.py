"""The errand of importing files: choose, read, look at the layout, settle doubts, review, import; kind by kind."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from itertools import zip_longest
from pathlib import Path

from textual.app import App

from tui.faults import Failure, Fault
from tui.intake import planning
from tui.intake.columns import Certainty
from tui.intake.decisions import Answers, Plan
from tui.intake.instructions import SheetChoice
from tui.intake.kinds import Group, Kind
from tui.intake.protocol import ENDINGS
from tui.intake.questions import answered, questions
from tui.intake.staged import Staged
from tui.intake.summaries import sum_lines
from tui.rules.changes import Change
from tui.rules.checks import Ground
from tui.screens.acting import outcome
from tui.screens.arrivals import ArrivalsScreen, Settled
from tui.screens.choose import ChooseScreen
from tui.screens.dialogs import Cancelled, Progress, Working
from tui.screens.layout import Choices, LayoutScreen
from tui.screens.questions import QuestionsScreen
from tui.screens.sheet import SheetScreen
from tui.store.commands.layouts import remember_layout
from tui.store.vault import Vault


async def run_import(app: App[None], vault: Vault) -> Sequence[Change] | None:
    """Import what is in the files chosen, each kind as a change of its own; None when it was given up before anything
    was done. Raises ``Failure`` when an import itself fails; what was imported before it stands."""
    staged = await _choose_and_read(app, vault)
    if staged is None:
        return None
    for kind in staged.kinds():
        if kind.group is Group.SUMMARY:
            await app.push_screen_wait(
                SheetScreen(f"核对合计：{kind.label}", list(sum_lines(staged.of_kind(kind), kind)))
            )
    kinds = [kind for kind in staged.kinds() if planning.is_taken_in(kind)]
    if not kinds and any(kind.group is Group.REFERENCE for kind in staged.kinds()):
        raise Failure(Fault.KIND_NOT_IMPORTED, kind=staged.kinds()[-1].label)
    changes: list[Change] = []
    for kind, following in zip_longest(kinds, kinds[1:]):
        change = await _take_in(app, vault, staged.of_kind(kind), kind, following)
        if change is None:
            break
        changes.append(change)
    return changes or None


async def _take_in(app: App[None], vault: Vault, staged: Staged, kind: Kind, following: Kind | None) -> Change | None:
    """Review the rows of one kind and import them; None when that was given up."""
    answers: Answers = {}
    ground = Ground.IN_BRANCH
    while True:
        making = _planning(vault, staged, kind, ground, answers)
        plan = await outcome(await app.push_screen_wait(Working("正在与现有数据比对…", making)))
        decided = await app.push_screen_wait(ArrivalsScreen(plan, following))
        if decided is None:
            return None
        if isinstance(decided, Settled):
            answers = {**answers, **decided.answers}
            ground = decided.ground or ground
            continue
        title = f"正在导入{decided.arriving:,}行…"
        change = await outcome(await app.push_screen_wait(Working(title, _importing(vault, decided))))
        await _remember(vault, staged)
        return change


async def _choose_and_read(app: App[None], vault: Vault) -> Staged | None:
    """Ask for files until they can be read and their layout is right; the reason why not stands on the page."""
    path: Path | None = None
    said = ""
    while True:
        title = "导入：选择电子表格，或存放电子表格的文件夹"
        path = await app.push_screen_wait(ChooseScreen(title, ENDINGS, path=path, said=said, folders=True))
        if path is None:
            return None
        try:
            staged = await _read(app, vault, planning.files_at(path))
        except Failure as failure:
            said = str(failure)
            continue
        if staged is not None:
            return staged
        said = ""


async def _read(app: App[None], vault: Vault, paths: Sequence[Path]) -> Staged | None:
    """Read the files as often as their layout is corrected, then ask what is doubtful; None to choose other files."""
    choices: Choices = {}
    sheet = 0
    while True:
        reading = _reading(vault, paths, choices)
        staged = await outcome(await app.push_screen_wait(Working("正在读取…", reading)))
        screen = LayoutScreen(staged, choices, sheet)
        reviewed = await app.push_screen_wait(screen)
        if reviewed is None:
            return None
        choices, sheet = reviewed.choices, screen.sheet
        if not reviewed.read_again:
            break
    asked = questions(staged)
    if not asked:
        return staged
    answers = await app.push_screen_wait(QuestionsScreen(staged.title, asked))
    return None if answers is None else answered(staged, answers)


async def _remember(vault: Vault, staged: Staged) -> None:
    """Keep how sheets are to be read, where somebody has said so."""
    for sheet in staged.sheets:
        said = {column.index: column.field or "" for column in sheet.columns if column.certainty is Certainty.CHOSEN}
        if sheet.kind and said:
            await outcome(vault.write(remember_layout, sheet.digest, sheet.kind.id, said))


def _reading(vault: Vault, paths: Sequence[Path], choices: Choices) -> Callable[[Progress, Cancelled], Future[Staged]]:
    by_file: dict[int, dict[str, SheetChoice]] = defaultdict(dict)
    for (file, sheet), choice in choices.items():
        by_file[file][sheet] = choice

    def start(progress: Progress, cancelled: Cancelled) -> Future[Staged]:
        return vault.read(
            planning.read, vault.session.campaign, paths, choices=by_file, progress=progress, cancelled=cancelled
        )

    return start


def _planning(
    vault: Vault, staged: Staged, kind: Kind, ground: Ground, answers: Answers
) -> Callable[[Progress, Cancelled], Future[Plan]]:
    session = vault.session

    def start(progress: Progress, cancelled: Cancelled) -> Future[Plan]:
        return vault.read(
            planning.plan, session.unit, session.campaign, staged, kind, ground=ground, answers=answers,
            progress=progress, cancelled=cancelled,
        )  # fmt: skip

    return start


def _importing(vault: Vault, plan: Plan) -> Callable[[Progress, Cancelled], Future[Change]]:
    def start(progress: Progress, cancelled: Cancelled) -> Future[Change]:
        return vault.write(plan.carry_out, progress=progress, cancelled=cancelled)

    return start
