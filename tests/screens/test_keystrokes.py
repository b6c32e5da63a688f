"""A check over a branch of 60 with three exceptions: few keys one by one, fewer with marks."""

from desk import Desk, OpenDesk
from people import crowd

from tui.screens.dialogs import Confirm
from tui.store.vault import Vault

MEMBERS = 60
EXCEPTIONS = (10, 20, 30)
OUTCOME = "SELECT c1, count(*) FROM review GROUP BY c1 ORDER BY c1"


async def press(desk: Desk, keys: list[str]) -> int:
    for number, key in enumerate(keys, 1):
        entries = len(desk.stored("SELECT seq FROM entry"))
        await desk.press(key)
        if key.startswith("f") and not isinstance(desk.app.screen, Confirm):
            await desk.until(
                lambda before=entries: (
                    isinstance(desk.app.screen, Confirm) or len(desk.stored("SELECT seq FROM entry")) > before
                ),
                f"key {number} has been carried out",
            )
    return len(keys)


async def test_one_by_one_takes_under_80_keys(branch: Vault, open_desk: OpenDesk) -> None:
    crowd(branch, MEMBERS)
    async with open_desk(branch) as desk:
        pressed = await press(desk, ["f8" if member in EXCEPTIONS else "f5" for member in range(MEMBERS)])
        assert desk.stored(OUTCOME) == [("c", MEMBERS - 3), ("d", 3)]
        assert pressed < 80


async def test_with_marks_it_takes_under_25_keys(branch: Vault, open_desk: OpenDesk) -> None:
    crowd(branch, MEMBERS)
    async with open_desk(branch) as desk:
        pressed = await press(desk, ["ctrl+e", "f5"])
        await desk.until(lambda: isinstance(desk.app.screen, Confirm) and desk.app.screen.focused, "it is confirmed")
        pressed += await press(desk, [*str(MEMBERS), "enter"])
        await desk.told(f"{MEMBERS}人已改")
        pressed += await press(desk, ["backspace", "home", "pagedown", "f8", "up", "up", "up", "f8", "up", "up", "f8"])
        assert desk.stored(OUTCOME) == [("c", MEMBERS - 3), ("d", 3)]
        assert pressed < 25
