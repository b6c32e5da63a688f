"""What the screens look like, as exact text: columns, cuts and bars at 80×24 and 160×45.

After a wanted change: ``UPDATE_FRAMES=1 .venv/bin/pytest tests/screens/test_look.py`` and read the diff.
"""

import os
import re
from itertools import cycle
from pathlib import Path

import pytest
from desk import Desk, OpenDesk
from people import arrival, crowd, rows, take_in
from references import branches

from tui.screens.key_sheet import KeySheet
from tui.store.vault import Vault

FRAMES = Path(__file__).parent / "frames"
COUNTED = re.compile("(?:名册|档案) (?:未查)?2")
PEOPLE = (
    ("阿卜杜拉·艾则孜", "a b d l a z z", "110105194912310021", "1949-12-31", "male"),
    ("欧阳明月", "o y m y", "11010519800101002X", "1980-01-01", "female"),
    ("张三", "z s", "110105197007070033", "1970-07", "male"),
)
SIZES = [(80, 24), (160, 45)]
HUGE = 9_000
MINORITY = (
    "阿卜杜热合曼·麦麦提", "阿卜杜热合曼·麦麦提艾力", "古丽努尔·吐尔逊江·阿不都克里木", "扎西顿珠", "乌云其木格",
    "𠮷野䶮", "欧阳明", "Иван·张",
)  # fmt: skip
BRANCHES = (
    "中共某某大学机械工程学院本科生第一学生党支部",
    "中共某某大学机械工程学院本科生第二学生党支部",
    "中共某某大学机械工程学院研究生学生党支部",
    "中共某某大学能源动力学院研究生学生党支部",
)


def named(size: tuple[int, int]) -> str:
    """A size as frames are called by it."""
    return f"{size[0]}x{size[1]}"


def fill(vault: Vault) -> None:
    take_in(
        vault,
        *(
            arrival(name, initials, idno=idno, birth=birth, sex=sex, category="full", full_at="2001-07-01")
            for name, initials, idno, birth, sex in PEOPLE
        ),
    )


def compare(desk: Desk, name: str) -> None:
    """The screen as text, against the stored frame."""
    strips = desk.app.screen._compositor.render_strips()
    frame = "\n".join(strip.text.rstrip() for strip in strips) + "\n"
    stored = FRAMES / f"{name}.txt"
    if os.environ.get("UPDATE_FRAMES"):
        stored.write_text(frame, "utf-8")
    assert frame == stored.read_text("utf-8")


@pytest.mark.parametrize("size", SIZES, ids=named)
async def test_the_review_with_verdicts_and_marks(branch: Vault, open_desk: OpenDesk, size: tuple[int, int]) -> None:
    fill(branch)
    async with open_desk(branch, size) as desk:
        await desk.press("f5")
        await desk.told("记为“无误”：1人已改")
        await desk.press("2", "f8")
        await desk.told("记为“存疑”：1人已改")
        await desk.press("space")
        await desk.until(lambda: len(COUNTED.findall(desk.counts)) == 2, "the counts of both checks have settled")
        await desk.until(lambda: any("?疑" in line for line in desk.lines()), "the verdicts are drawn")
        await desk.until(lambda: desk.page_of("阿卜杜拉"), "the member's page is drawn")
        compare(desk, f"review-{named(size)}")


@pytest.mark.parametrize("size", SIZES, ids=named)
async def test_the_empty_review(branch: Vault, open_desk: OpenDesk, size: tuple[int, int]) -> None:
    async with open_desk(branch, size) as desk:
        await desk.until(lambda: "名册" in desk.counts, "the counts have settled")
        await desk.told("还没有党员")
        compare(desk, f"empty-{named(size)}")


@pytest.mark.parametrize("size", SIZES, ids=named)
async def test_minority_names_and_branches_that_differ_in_the_middle_or_at_the_end(
    committee: Vault, open_desk: OpenDesk, size: tuple[int, int]
) -> None:
    committee.write(branches, *BRANCHES).result()
    people = zip(MINORITY, cycle(BRANCHES), strict=False)
    orgs = dict(rows(committee, "SELECT name, id FROM organization"))
    take_in(committee, *(arrival(name, "a", org=orgs[branch]) for name, branch in people))
    async with open_desk(committee, size) as desk:
        await desk.until(lambda: "名册" in desk.counts, "the counts have settled")
        await desk.until(lambda: desk.page_of("乌云"), "the member's page is drawn")
        drawn = "".join(desk.lines())
        assert "一学生党支部" in drawn
        assert "二学生党支部" in drawn
        assert len(set(filter(None, (line[2:12].strip() for line in desk.lines())))) == 1 + len(MINORITY)
        compare(desk, f"names-{named(size)}")


@pytest.mark.parametrize("size", SIZES, ids=named)
async def test_the_end_of_a_huge_list(branch: Vault, open_desk: OpenDesk, size: tuple[int, int]) -> None:
    crowd(branch, HUGE)
    async with open_desk(branch, size) as desk:
        await desk.press("end")
        last = f"张{HUGE - 1:04}"
        await desk.until(lambda: last in desk.lines()[-1], "the last row is drawn")
        await desk.until(lambda: desk.page_of(last), "the member's page is drawn")
        await desk.until(lambda: f"{HUGE:,}" in desk.counts, "the counts have settled")
        assert desk.grid.cursor == HUGE - 1
        compare(desk, f"huge-{named(size)}")


async def test_the_key_sheet(branch: Vault, open_desk: OpenDesk) -> None:
    async with open_desk(branch, (80, 24)) as desk:
        await desk.press("f1")
        await desk.until(lambda: isinstance(desk.app.screen, KeySheet) and desk.notice, "the key sheet is open")
        await desk.pilot.pause()
        compare(desk, "keys-80x24")
