"""Members' files at the keyboard: from the list to the page, a letter asked and answered, work done, a file attached,
looked at, copied out and withdrawn."""

from pathlib import Path

import pytest
from attachments import picture
from desk import Desk, OpenDesk, open_ledger
from people import arrival, take_in
from test_check_form import open_form
from test_errands import choose
from textual.widgets import Input, OptionList

from tui.rules.check_items import MATERIALS
from tui.screens.archive import ArchiveScreen
from tui.screens.archive_form import ArchiveForm
from tui.screens.archives import ArchivesScreen
from tui.screens.check_form import CheckForm
from tui.screens.dialogs import AskText, Confirm
from tui.screens.evidence import EvidenceScreen
from tui.screens.menu import LedgerErrand
from tui.screens.pick import Pick
from tui.screens.reading import ReadingScreen
from tui.screens.viewing import PictureScreen
from tui.store.vault import Vault
from tui.widgets.grid import VirtualGrid
from tui.widgets.picture import HALF, Picture

COMPLETE = dict.fromkeys(MATERIALS, "complete")


@pytest.fixture
def office(branch: Vault) -> Vault:
    """A branch with a member whose file is complete, one with an untrue material, one with a missing one."""
    take_in(
        branch,
        arrival("张明", **COMPLETE),
        arrival("李娜", **COMPLETE | {"application": "untrue"}),
        arrival("王五", **COMPLETE | {"joining_form": "missing"}),
    )
    return branch


def listed(desk: Desk) -> list[str]:
    """What the list on top draws, line by line."""
    grid = desk.app.screen.query_one(VirtualGrid)
    return [grid.render_line(y).text for y in range(grid.size.height)]


async def on(desk: Desk, screen: type) -> None:
    await desk.until(
        lambda: isinstance(desk.app.screen, screen) and getattr(desk.app.screen, "ready", True),
        f"{screen.__name__} is shown",
    )


async def fill(desk: Desk, *answers: str) -> None:
    """Fill in the lines of a form one after the other: text, 'v' and a place for a choice, '' to leave it; then F5."""
    await on(desk, ArchiveForm)
    for answer in answers:
        if not answer:
            await desk.press("down")
        elif answer.startswith("v"):
            await desk.press("enter")
            await desk.until(lambda: isinstance(desk.app.screen, Pick) and desk.app.screen.focused, "the choice")
            desk.app.screen.query_one(OptionList).highlighted = int(answer[1:])
            await desk.press("enter")
            await on(desk, ArchiveForm)
        else:
            await desk.press("enter")
            await typed(desk, answer)
            await on(desk, ArchiveForm)
    await desk.press("f5")


async def agree(desk: Desk) -> None:
    """Say yes to the question that is asked."""
    await desk.until(
        lambda: isinstance(desk.app.screen, Confirm) and desk.app.screen.query_one("#yes").has_focus, "it is asked"
    )
    await desk.press("enter")


async def typed(desk: Desk, text: str) -> None:
    """Answer the question that is asked."""
    await desk.until(lambda: isinstance(desk.app.screen, AskText) and desk.app.screen.focused, "it is asked")
    desk.app.screen.query_one(Input).value = text
    await desk.press("enter")


async def test_a_file_is_brought_in_order_from_the_list_to_the_answer(office: Vault, open_desk: OpenDesk) -> None:
    async with open_desk(office) as desk:
        await open_ledger(desk, LedgerErrand.ARCHIVES)
        await on(desk, ArchivesScreen)
        assert [line.split()[0].strip("▸") for line in listed(desk)[1:4]] == ["张明", "李娜", "王五"]
        await desk.press("ctrl+e", "f5")
        await agree(desk)
        await fill(desk, "v0", "v2", "人事处")
        await desk.told("3人已改")
        assert desk.stored("SELECT DISTINCT kept_kind, kept_by FROM archive") == [("personnel", "personnel_office")]
        assert desk.stored("SELECT DISTINCT archive_at FROM member") == [("人事处",)]
        await desk.press("f2")
        await fill(desk)
        await desk.told("不另建党员档案")
        await desk.press("5")
        await desk.until(
            lambda: "李娜" in listed(desk)[1] and not listed(desk)[2].strip(), "who has something untrue is listed"
        )
        await desk.press("enter")
        await on(desk, ArchiveScreen)
        page = desk.app.screen
        assert isinstance(page, ArchiveScreen)
        await desk.press("f4")
        await fill(desk, "乙大学党委组织部", "", "", "请核实入党申请书")
        await desk.told("发商转函：1件已记")
        assert desk.stored("SELECT to_unit, sent_on, reply_by, state FROM archive_inquiry") == [
            ("乙大学党委组织部", "2026-11-20", "2026-12-20", "open")
        ]
        await desk.press("home", "down", "f2")
        await fill(desk, "", "v0", "2026-11-25")
        await desk.told("入党申请书鉴别：1项已记")
        page.grid.cursor = len(page._lines) - 1
        await desk.press("enter")
        await fill(desk, "", "重新鉴别，材料属实", "v0")
        await desk.told("1项已记")
        assert desk.stored("SELECT application FROM member WHERE name = '李娜'") == [("complete",)]
        page.grid.cursor = len(page._lines) - 2
        await desk.press("f5")
        await fill(desk, "", "v0", "经查属实")
        await desk.told("商转函记复函：1件已记")
        assert desk.stored("SELECT state, outcome FROM archive_inquiry") == [("answered", "genuine")]
        await desk.press("ctrl+u")
        await desk.told("已撤销")
        assert desk.stored("SELECT state, outcome FROM archive_inquiry") == [("open", None)]
        await desk.press("f8")
        await typed(desk, "误发")
        await desk.told("撤回商转函")
        await desk.press("escape")
        await on(desk, ArchivesScreen)
        await desk.until(lambda: "李娜" not in "".join(listed(desk)), "the list is read again")


async def test_a_file_is_attached_looked_at_copied_out_and_withdrawn(
    office: Vault, open_desk: OpenDesk, tmp_path: Path
) -> None:
    scan, note = tmp_path / "回执.bin", tmp_path / "说明.txt"
    scan.write_bytes(picture("PDF", (160, 240)))
    note.write_bytes("经电话核实，[/]属实。".encode("gb18030"))
    (tmp_path / "a.exe").write_bytes(b"MZ\0\0")
    copies = tmp_path / "copies"
    copies.mkdir(0o755)
    async with open_desk(office) as desk:
        await open_ledger(desk, LedgerErrand.ARCHIVES)
        await on(desk, ArchivesScreen)
        await desk.press("f7")
        await on(desk, EvidenceScreen)
        for path, said in ((scan, "扫描件"), (note, "")):
            await desk.press("f2")
            await choose(desk, path)
            await typed(desk, said)
            await desk.told("已添加")
        await desk.press("f2")
        await choose(desk, tmp_path / "a.exe")
        await desk.told("不是可以添加的附件")
        assert desk.stored("SELECT name, media, note, member FROM evidence ORDER BY id") == [
            ("回执.bin", "application/pdf", "扫描件", 1),
            ("说明.txt", "text/plain", None, 1),
        ]
        before = set(tmp_path.rglob("*"))
        await desk.press("home", "enter")
        await on(desk, PictureScreen)
        shown = desk.app.screen.query_one(Picture)
        await desk.until(lambda: HALF in shown.render_line(0).text, "the page is drawn")
        width = shown._width
        await desk.press("f5")
        await desk.until(lambda: shown._width > width, "it is larger")
        await desk.press("pagedown", "right", "down")
        assert (shown._left, shown._top) != (0, 0)
        await desk.press("f8")
        await desk.told("这是最后一页")
        await desk.press("escape")
        await on(desk, EvidenceScreen)
        await desk.press("down", "enter")
        await on(desk, ReadingScreen)
        assert "[/]属实" in desk.app.screen.text.plain  # type: ignore[attr-defined]
        await desk.press("escape")
        await on(desk, EvidenceScreen)
        assert set(tmp_path.rglob("*")) == before
        await desk.press("f9")
        await agree(desk)
        await choose(desk, copies)
        await desk.told("已写出并读回核对")
        (copy,) = copies.rglob("*.txt")
        assert copy.read_bytes() == note.read_bytes()
        assert copy.parent.stat().st_mode & 0o077 == 0
        await desk.press("f8")
        await typed(desk, "放错了人")
        await desk.told("撤回附件：1份已撤回")
        assert desk.stored("SELECT state, reason FROM evidence WHERE id = 2") == [("withdrawn", "放错了人")]
        desk.vault.write(lambda session: session.db.execute_sql("DELETE FROM evidence_content")).result()
        await desk.press("home", "enter")
        await desk.told("内容未随包到达")


async def test_the_list_of_what_is_wrong_is_written_out(office: Vault, open_desk: OpenDesk, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    async with open_desk(office, (80, 24)) as desk:
        await open_ledger(desk, LedgerErrand.ARCHIVES)
        await on(desk, ArchivesScreen)
        await desk.press("f3", "李")
        await desk.until(lambda: "李娜" in listed(desk)[1] and not listed(desk)[2].strip(), "one is found")
        await desk.press("escape")
        await desk.until(lambda: "王五" in listed(desk)[3], "all are listed again")
        await desk.press("f9")
        await choose(desk, tmp_path)
        await desk.told("已写出并读回核对")
    (path,) = tmp_path.rglob("archives-*.xlsx")
    texts = [[cell.value for cell in row] for row in load_workbook(path).active.iter_rows()]
    rows = {row[2]: row for row in texts if row[2] in ("张明", "李娜", "王五")}
    assert rows.keys() == {"李娜", "王五"}
    assert "不真实" in rows["李娜"]
    assert "缺" in rows["王五"]


async def test_a_file_is_attached_to_what_a_check_recorded(office: Vault, open_desk: OpenDesk, tmp_path: Path) -> None:
    (tmp_path / "谈话.txt").write_text("谈话记录")
    async with open_desk(office) as desk:
        await open_form(desk, "2")
        await desk.press("ctrl+k")
        await on(desk, EvidenceScreen)
        await desk.press("f2")
        await choose(desk, tmp_path / "谈话.txt")
        await typed(desk, "")
        await desk.told("已添加")
        await desk.press("escape")
        await on(desk, CheckForm)
        assert desk.stored("SELECT topic, of_row, name FROM evidence") == [("check2", None, "谈话.txt")]
