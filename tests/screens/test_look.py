"""What the screens look like, as exact text: columns, cuts and bars at 80×24 and 160×45.

After a wanted change: ``UPDATE_FRAMES=1 .venv/bin/pytest tests/screens/test_look.py`` and read the diff.
"""

import os
import re
from pathlib import Path

import pytest
from desk import Desk, OpenDesk
from people import arrival, take_in

from tui.screens.key_sheet import KeySheet
from tui.store.vault import Vault

FRAMES = Path(__file__).parent / "frames"
COUNTED = re.compile("(?:名册|档案) (?:未查)?2")
PEOPLE = (
    ("阿卜杜拉·艾则孜", "a b d l a z z", "110105194912310021", "1949-12-31", "male"),
    ("欧阳明月", "o y m y", "11010519800101002X", "1980-01-01", "female"),
    ("张三", "z s", "110105197007070033", "1970-07", "male"),
)


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


@pytest.mark.parametrize("size", [(80, 24), (160, 45)], ids=lambda size: f"{size[0]}x{size[1]}")
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
        compare(desk, f"review-{size[0]}x{size[1]}")


async def test_the_empty_review(branch: Vault, open_desk: OpenDesk) -> None:
    async with open_desk(branch, (80, 24)) as desk:
        await desk.until(lambda: "名册" in desk.counts, "the counts have settled")
        compare(desk, "empty-80x24")


async def test_the_key_sheet(branch: Vault, open_desk: OpenDesk) -> None:
    async with open_desk(branch, (80, 24)) as desk:
        await desk.press("f1")
        await desk.until(lambda: isinstance(desk.app.screen, KeySheet) and desk.notice, "the key sheet is open")
        await desk.pilot.pause()
        compare(desk, "keys-80x24")
