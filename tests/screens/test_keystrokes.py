"""A check over a branch of 60 with three exceptions: few keys one by one, fewer with marks."""

from desk import Desk, OpenDesk
from people import arrival, rows, take_in

from tui.screens.dialogs import Confirm
from tui.store.vault import Vault

MEMBERS = 60
EXCEPTIONS = (7, 31, 58)
OUTCOME = "SELECT c1, count(*) FROM review GROUP BY c1 ORDER BY c1"
DOUBTFUL = "SELECT member FROM review WHERE c1 = 'd' ORDER BY member"


def initials(number: int) -> str:
    """Three letters that no other member has."""
    return f"z {chr(ord('a') + number // 10)} {chr(ord('a') + number % 10)}"


def branch_of(vault: Vault) -> list[int]:
    """The members in the order of the list."""
    take_in(vault, *(arrival(f"张{number:02}", initials(number)) for number in range(MEMBERS)))
    return [member for (member,) in rows(vault, "SELECT id FROM member ORDER BY name")]  # type: ignore[misc]


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
    members = branch_of(branch)
    async with open_desk(branch) as desk:
        pressed = await press(desk, ["f8" if member in EXCEPTIONS else "f5" for member in range(MEMBERS)])
        assert desk.stored(OUTCOME) == [("c", MEMBERS - 3), ("d", 3)]
        assert desk.stored(DOUBTFUL) == [(members[place],) for place in EXCEPTIONS]
        assert pressed == MEMBERS < 80


async def test_with_marks_it_takes_under_25_keys_wherever_the_exceptions_stand(
    branch: Vault, open_desk: OpenDesk
) -> None:
    """All at once, then each exception by the three letters of its name."""
    members = branch_of(branch)
    async with open_desk(branch) as desk:
        pressed = await press(desk, ["ctrl+e", "f5"])
        await desk.until(lambda: isinstance(desk.app.screen, Confirm) and desk.app.screen.focused, "it is confirmed")
        pressed += await press(desk, [*str(MEMBERS), "enter"])
        await desk.told(f"{MEMBERS}人已改")
        pressed += await press(desk, ["backspace"])
        for place in EXCEPTIONS:
            await desk.press("f3", *initials(place).split())
            await desk.until(
                lambda place=place: desk.review.shown == 1 and desk.grid.cursor_id == members[place], "he is found"
            )
            await desk.press("f8")
            await desk.told("记为“存疑”：1人已改")
            await desk.press("escape")
            await desk.until(lambda: desk.review.shown == MEMBERS, "all are shown again")
            pressed += len(("f3", *initials(place).split(), "f8", "escape"))
        assert desk.stored(OUTCOME) == [("c", MEMBERS - 3), ("d", 3)]
        assert desk.stored(DOUBTFUL) == [(members[place],) for place in EXCEPTIONS]
        assert pressed == 24
