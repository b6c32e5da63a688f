"""Papers of a case of 组织处置 asked for by keys: those needed now first, the case whole as a folder."""

from pathlib import Path

from desk import Desk, OpenDesk
from people import arrival, take_in
from textual.widgets import Input, OptionList

from tui.rules.disposal.register import Origin
from tui.screens.choose import ChooseScreen
from tui.screens.disposal_papers import WHOLE, write_disposal_papers
from tui.screens.pick import Pick
from tui.screens.review import ReviewScreen
from tui.screens.sheet import SheetScreen
from tui.store.commands.disposal_cases import Ground, open_case
from tui.store.commands.disposal_steps import StepRecord, record_step
from tui.store.vault import Vault


def choices(desk: Desk) -> list[str]:
    shown = desk.app.screen.query_one(OptionList)
    return [str(shown.get_option_at_index(place).prompt) for place in range(shown.option_count)]


async def chosen(desk: Desk, vault: Vault, *keys: str, folder: Path) -> None:
    """Ask for papers of the first case, choose one by keys, then the folder; the page that follows is shown."""
    desk.app.run_worker(write_disposal_papers(desk.app, vault, 1))
    await desk.until(lambda: isinstance(desk.app.screen, Pick) and desk.app.screen.focused, "a paper is asked for")
    if not keys:
        return
    await desk.press(*keys, "enter")
    await desk.until(lambda: isinstance(desk.app.screen, ChooseScreen), "a folder is asked for")
    desk.app.screen.query_one(Input).value = str(folder)
    await desk.press("enter")
    await desk.until(lambda: isinstance(desk.app.screen, SheetScreen), "what lies where is shown")


async def test_one_paper_and_the_case_whole_are_written_and_what_lies_where_is_shown(
    branch: Vault, open_desk: OpenDesk, tmp_path: Path
) -> None:
    take_in(branch, arrival("王[/]伟", "w w", category="full"))
    grounds = [
        Ground(ground, "多次不参加组织生活", "组织委员 李芳", "2026-10-08", "签到表")
        for ground in ("discipline", "wishes_to_stay")
    ]
    branch.write(open_case, 1, "correction", "2026-10-10", Origin.CHECK, "五核查", grounds).result()
    first = StepRecord("determination", "2026-10-12", "支部书记 赵六", papers={"初步认定意见": "第1页"})
    assert branch.write(record_step, 1, first).result().changed
    folder = tmp_path / "out"
    folder.mkdir(0o700)
    async with open_desk(branch, (80, 24)) as desk:
        await desk.until(lambda: isinstance(desk.app.screen, ReviewScreen), "the roster is shown")
        await chosen(desk, branch, folder=folder)
        assert choices(desk) == [WHOLE, "案卷目录", "初步认定意见（支部初步认定，2026-10-12）"]
        await desk.press("escape")
        await desk.told("已放弃，没有写出。")
        await chosen(desk, branch, "end", folder=folder)
        assert [path.name.partition("-0")[0] for path in folder.iterdir()] == ["disposal-determination"]
        await desk.press("escape")
        await desk.told("已写出并读回核对：disposal-determination")
        await chosen(desk, branch, "home", folder=folder)
        (whole,) = [path for path in folder.iterdir() if path.is_dir()]
        assert sorted(path.name for path in whole.iterdir()) == [
            "00-disposal-catalogue.docx", "01-disposal-determination.docx",
        ]  # fmt: skip
        strips = "".join(strip.text for strip in desk.app.screen._compositor.render_strips())
        assert "01-disposal-determination.docx" in strips
        await desk.press("escape")
        await desk.told("整卷已写出2份并读回核对")
